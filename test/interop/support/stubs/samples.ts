/** Files with handlers that a handler is added to, to be looked at by the real compilers: complete, without packages. */
export interface Sample {
  readonly name: string;
  readonly text: string;
}

const goHead = `package shop

type Event struct{ Type string }

func pay(Event) error { return nil }

func log() {}

`;

/** Each is a package of its own. */
export const goSamples: readonly Sample[] = [
  [
    'switch',
    'func f(e Event) {\n\tswitch e.Type {\n\tcase "invoice.paid":\n\t\tpay(e)\n\tdefault:\n\t\tlog()\n\t}\n}\n',
  ],
  [
    'condition',
    'func f(event Event) {\n\tswitch {\n\tcase event.Type == "invoice.paid":\n\t\tpay(event)\n\t}\n}\n',
  ],
  [
    'chain',
    'func f(event Event) error {\n\tif event.Type == "invoice.paid" {\n\t\treturn pay(event)\n\t}\n\treturn nil\n}\n',
  ],
  [
    'guard',
    'func f(event Event) error {\n\tif event.Type != "invoice.paid" {\n\t\treturn nil\n\t}\n\treturn pay(event)\n}\n',
  ],
  ['references', 'var handlers = map[string]func(Event) error{\n\t"invoice.paid": pay,\n}\n'],
  [
    'named type',
    'type Handler func(event Event) error\n\nvar handlers = map[string]Handler{\n\t"invoice.paid": pay,\n}\n',
  ],
  [
    'assignment',
    'var handlers = map[string]func(Event) error{}\n\nfunc f() {\n\thandlers["invoice.paid"] = pay\n}\n',
  ],
  [
    'router',
    'type Router struct{}\n\nfunc (Router) On(name string, f func(Event) error) {}\n\nfunc f(r Router) {\n\tr.On("invoice.paid", pay)\n}\n',
  ],
  [
    'chained router',
    'type Router struct{}\n\nfunc (r Router) On(name string, f func(Event)) Router { return r }\n\nfunc f(r Router) {\n\tr.On("invoice.paid", func(e Event) { log() }).On("charge.failed", func(e Event) { log() })\n}\n',
  ],
  [
    'route table',
    'type route struct {\n\tType    string\n\tHandler func(Event) error\n}\n\nvar routes = []route{\n\t{Type: "invoice.paid", Handler: pay},\n}\n',
  ],
].map(([name = '', text = '']) => ({ name, text: goHead + text }));

const rustHead = `#![allow(dead_code, unused)]
use std::collections::HashMap;
pub struct Event { pub type_: EventType, pub kind: String }
#[derive(PartialEq)]
pub enum EventType { InvoicePaid, InvoicePaymentFailed, ChargeFailed }
fn pay(event: &Event) -> Result<(), String> { Ok(()) }
fn log(event: &Event) {}
`;

/** Each is a module of its own. */
export const rustSamples: readonly Sample[] = [
  [
    'match',
    'fn f(event: &Event) {\n    match event.type_ {\n        EventType::InvoicePaid => log(event),\n        _ => {}\n    }\n}\n',
  ],
  [
    'match that gives',
    'fn f(event: &Event) -> Result<(), String> {\n    match event.kind.as_str() {\n        "invoice.paid" => pay(event),\n        _ => Ok(()),\n    }\n}\n',
  ],
  [
    'chain',
    'fn f(event: &Event) {\n    if event.type_ == EventType::InvoicePaid {\n        log(event);\n    } else if event.type_ == EventType::ChargeFailed {\n        log(event);\n    }\n}\n',
  ],
  [
    'guard',
    'fn f(event: &Event) {\n    if event.kind != "invoice.paid" {\n        return;\n    }\n    log(event);\n}\n',
  ],
  [
    'matches',
    'fn f(event: &Event) {\n    if matches!(event.type_, EventType::InvoicePaid) {\n        log(event);\n    }\n}\n',
  ],
  [
    'map of functions',
    'fn f() {\n    let mut handlers: HashMap<&str, fn(&Event)> = HashMap::from([\n        ("invoice.paid", log as fn(&Event)),\n        ("charge.failed", log),\n    ]);\n}\n',
  ],
  [
    'insert',
    'fn f(handlers: &mut HashMap<&str, fn(&Event) -> Result<(), String>>) {\n    handlers.insert("invoice.paid", pay);\n}\n',
  ],
  [
    'boxed',
    'fn f(handlers: &mut HashMap<&str, Box<dyn Fn(&Event)>>) {\n    handlers.insert("invoice.paid", Box::new(|event| log(event)));\n}\n',
  ],
].map(([name = '', text = '']) => ({ name, text: rustHead + text }));

const javaMembers = `
    static class Event { String getType() { return ""; } }
    void pay(Event event) {}
    void log() {}
`;

/** Members of a class each. */
export const javaSamples: readonly Sample[] = [
  [
    'Switch',
    'void f(Event event) {\n        switch (event.getType()) {\n            case "invoice.paid":\n                pay(event);\n                break;\n            default:\n                log();\n        }\n    }\n',
  ],
  [
    'Arrows',
    'void f(Event event) {\n        switch (event.getType()) {\n            case "invoice.paid" -> pay(event);\n            default -> log();\n        }\n    }\n',
  ],
  [
    'Giving',
    'Object f(Event event) {\n        return switch (event.getType()) {\n            case "invoice.paid" -> event;\n            default -> null;\n        };\n    }\n',
  ],
  [
    'Chain',
    'void f(Event event) {\n        if ("invoice.paid".equals(event.getType())) {\n            pay(event);\n        }\n    }\n',
  ],
  [
    'Guard',
    'void f(Event event) {\n        if (!"invoice.paid".equals(event.getType())) return;\n        pay(event);\n    }\n',
  ],
  [
    'Listed',
    'static final Set<String> WANTED = Set.of("invoice.paid");\n\n    void f(Event event) {\n        if (!WANTED.contains(event.getType())) return;\n        pay(event);\n    }\n',
  ],
  [
    'MapOf',
    'final Map<String, Consumer<Event>> handlers = Map.of(\n        "invoice.paid", this::pay,\n        "charge.failed", event -> log()\n    );\n',
  ],
  ['MapOfReferences', 'final Map<String, Consumer<Event>> handlers = Map.of("invoice.paid", this::pay);\n'],
  [
    'MapOfEntries',
    'final Map<String, Consumer<Event>> handlers = Map.ofEntries(\n        Map.entry("invoice.paid", this::pay)\n    );\n',
  ],
  [
    'Put',
    'final Map<String, Consumer<Event>> handlers = new HashMap<>();\n    { handlers.put("charge.failed", this::pay); }\n\n    void f() {\n        handlers.put("invoice.paid", event -> pay(event));\n    }\n',
  ],
  [
    'Annotated',
    '@interface StripeEvent { String value(); }\n\n    @StripeEvent("invoice.paid")\n    public void onInvoicePaid(Event event) throws Exception {\n        pay(event);\n    }\n',
  ],
].map(([name = '', text = '']) => ({
  name,
  text: `import java.util.*;\nimport java.util.function.*;\n\nclass ${name} {${javaMembers}\n    ${text}}\n`,
}));

export const pythonSamples: readonly Sample[] = [
  ['chain', 'def f(event):\n    if event.type == "invoice.paid":\n        pay()\n    else:\n        log()\n'],
  ['guard', 'def f(event):\n    if event.type != "invoice.paid":\n        return\n    pay()\n'],
  ['listed', 'WANTED = {"invoice.paid"}\n\n\ndef f(event):\n    if event.type in WANTED:\n        pay()\n'],
  [
    'match',
    'def f(event):\n    match event.type:\n        case "invoice.paid":\n            pay()\n        case _:\n            log()\n',
  ],
  ['dictionary', 'HANDLERS = {\n    "invoice.paid": print\n}\n'],
  ['assignment', 'handlers = {}\nhandlers["invoice.paid"] = print\n'],
  ['registration', 'hooks.register("invoice.paid", pay)\n'],
  [
    'decorated',
    '@receiver("invoice.paid")\ndef paid(sender, event, **kwargs):\n    """Pays."""\n    return pay()\n',
  ],
  [
    'named',
    'class Hooks:\n    def dispatch(self, event):\n        getattr(self, "handle_" + event.type.replace(".", "_"))(event)\n\n    def handle_invoice_paid(self, event, construct_event=None):\n        pay()\n',
  ],
].map(([name = '', text = '']) => ({ name, text }));

const typescriptHead = `type Stripe = { Event: { type: string } };
interface Event { type: string; data: { object: unknown } }
declare function pay(event: Event): Promise<void>;
declare const event: Event;
`;

export const typescriptSamples: readonly Sample[] = [
  ['switch', 'switch (event.type) {\n  case "invoice.paid":\n    await pay(event);\n    break;\n}\n'],
  ['chain', "if (event.type === 'invoice.paid') {\n  await pay(event);\n}\n"],
  [
    'condition',
    "switch (true) {\n  case event.type === 'invoice.paid':\n    await pay(event);\n    break;\n}\n",
  ],
  ['short', "const handled = event.type === 'invoice.paid' && pay(event);\n"],
  [
    'listed',
    "const wanted = ['invoice.paid'];\nfunction f(event: Event) {\n  if (!wanted.includes(event.type)) return;\n  void pay(event);\n}\n",
  ],
  [
    'record',
    "const handlers: Record<string, (event: Event) => Promise<void>> = {\n  'invoice.paid': pay,\n};\n",
  ],
  [
    'satisfies',
    "const handlers = {\n  'invoice.paid': async (event) => {\n    await pay(event);\n  },\n} satisfies Record<string, (event: Event) => Promise<void>>;\n",
  ],
  [
    'Map',
    "const handlers = new Map<string, (event: Event) => Promise<void>>([\n  ['invoice.paid', pay],\n]);\n",
  ],
  [
    'expression',
    "const handlers: Record<string, (event: Event) => Promise<void>> = {\n  'invoice.paid': (event) => pay(event),\n};\n",
  ],
  [
    'method that gives a promise',
    "declare function OnEvent(name: string): (method: unknown, context: unknown) => void;\nclass Hooks {\n  @OnEvent('invoice.paid')\n  onInvoicePaid(event: Event): Promise<void> {\n    return pay(event);\n  }\n}\n",
  ],
  [
    'Map.set',
    "const handlers = new Map<string, (event: Event) => Promise<void>>();\nhandlers.set('invoice.paid', pay);\n",
  ],
  [
    'emitter',
    "declare const hooks: { on(name: string, f: (event: Event) => void): void };\nhooks.on('invoice.paid', (event) => {\n  void pay(event);\n});\n",
  ],
  [
    'routes',
    "const routes: { event: string; handler: (event: Event) => Promise<void> }[] = [\n  { event: 'invoice.paid', handler: pay },\n];\n",
  ],
  [
    'decorated',
    "declare function OnEvent(name: string): (method: unknown, context: unknown) => void;\nclass Hooks {\n  @OnEvent('invoice.paid')\n  async onInvoicePaid(event: Event): Promise<void> {\n    await pay(event);\n  }\n}\n",
  ],
].map(([name = '', text = '']) => ({ name, text: `${typescriptHead}${text}export {};\n` }));
