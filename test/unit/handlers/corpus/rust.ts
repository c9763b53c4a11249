import type { Snippet } from './snippet.ts';

/** Rust with async-stripe's old and new shapes. */
export const rustCorpus: readonly Snippet[] = [
  {
    name: 'axum, match on the type',
    file: 'src/webhook.rs',
    form: 'case',
    code: `
async fn webhook(StripeEvent(event): StripeEvent) {
    match event.type_ {
        «EventType::CheckoutSessionCompleted|checkout.session.completed» => {
            if let EventObject::CheckoutSession(session) = event.data.object { fulfil(session); }
        }
        «EventType::AccountUpdated|account.updated» | «EventType::InvoicePaid|invoice.paid» => sync(),
        // EventType::ChargeRefunded => {}
        _ => println!("Unknown event encountered in webhook: {:?} charge.failed", event.type_),
    }
}`,
  },
  {
    name: 'match on strings',
    file: 'a.rs',
    form: 'case',
    code: `const PAYED: &str = "invoice.paid";
fn f(event: &Event) { match event.type_.as_str() { «"invoice.sent"» | «"invoice.voided"» => sent(), «PAYED|invoice.paid» => pay(), _ => {} } }`,
  },
  {
    name: 'match on the object',
    file: 'a.rs',
    form: 'case',
    code: `fn f(event: Event) { match event.data.object { EventObject::«CheckoutSessionCompleted|checkout.session.completed»(session) => fulfil(session), _ => {} } }`.replace(
      'EventObject::«CheckoutSessionCompleted|checkout.session.completed»',
      '«EventObject::CheckoutSessionCompleted|checkout.session.completed»',
    ),
  },
  {
    name: 'comparison and guard',
    file: 'a.rs',
    form: 'comparison',
    code: `fn f(event: Event) { if event.type_ == «EventType::InvoicePaid|invoice.paid» { pay(); } if event.type_ != «"invoice.sent"» { return; } if «"charge.failed"» == event_type { fail(); } }`,
  },
  {
    name: 'matches! and lists',
    file: 'a.rs',
    form: 'includes',
    code: `fn f(event: Event) { if matches!(event.type_, EventType::«InvoicePaid|invoice.paid» | EventType::«InvoiceSent|invoice.sent») { go(); } if [«"charge.failed"»].contains(&event_type) { fail(); } }`,
  },
  {
    name: 'match on a copy of the type, and on a tuple',
    file: 'a.rs',
    form: 'case',
    code: `async fn f(e: Event) -> Result<()> {
    let ty = e.type_.to_string();
    match ty.as_ref() { «"invoice.paid"» => pay(e).await?, «"charge.failed"» => {} _ => {} }
    match (event.type_, event.data.object) {
        («EventType::CheckoutSessionCompleted|checkout.session.completed», EventObject::CheckoutSession(s)) => { fulfil(s); }
        _ => {}
    }
    Ok(())
}`,
  },
  {
    name: 'map of handlers',
    file: 'a.rs',
    form: 'map-key',
    code: `fn f() { let handlers = HashMap::from([(«"invoice.paid"», on_paid as Handler), («"invoice.sent"», on_sent)]); }`,
  },
  {
    name: 'registration',
    file: 'a.rs',
    form: 'listener',
    code: `fn f() { handlers.insert(«"invoice.paid"», on_paid); router.on(«EventType::InvoiceSent|invoice.sent», |event| sent(event)); }`,
  },
  {
    name: 'prefix',
    file: 'a.rs',
    form: 'prefix',
    code: `fn f(event: Event) { if event.type_.starts_with(«"customer.subscription."|customer.subscription.*») { sync(); } }`,
  },
  {
    name: 'broken code',
    file: 'a.rs',
    form: 'case',
    code: `fn half( {\nfn f(event: &Event) { match event.type_.as_str() { «"invoice.paid"» => pay(, _ => {} } }`,
  },
  {
    name: 'rust: comments, logs, tests',
    file: 'a.rs',
    code: `// "invoice.paid" => {}
fn f() {
    info!("{}", event.type_ == "invoice.paid");
    let labels = HashMap::from([("invoice.paid", "Paid")]);
    let all = vec![EventFilter::InvoicePaid, EventFilter::ChargeFailed];
    let paid: Vec<_> = events.iter().filter(|e| e.type_ == EventType::InvoicePaid).collect();
}
#[cfg(test)]
mod tests {
    fn g() { match event.type_.as_str() { "invoice.paid" => {} _ => {} } assert_eq!(event.type_, "invoice.paid"); }
}`,
  },
];
