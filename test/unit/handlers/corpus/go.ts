import type { Snippet } from './snippet.ts';

/** Go with net/http and its routers. */
export const goCorpus: readonly Snippet[] = [
  {
    name: 'net/http',
    file: 'server.go',
    form: 'case',
    code: `
package main

import (
	"github.com/stripe/stripe-go/v84"
	"github.com/stripe/stripe-go/v84/webhook"
)

func handleWebhook(w http.ResponseWriter, req *http.Request) {
	payload, err := io.ReadAll(http.MaxBytesReader(w, req.Body, 65536))
	event, err := webhook.ConstructEvent(payload, req.Header.Get("Stripe-Signature"), os.Getenv("STRIPE_WEBHOOK_SECRET"))
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	switch event.Type {
	case «"payment_intent.succeeded"»:
		var paymentIntent stripe.PaymentIntent
		json.Unmarshal(event.Data.Raw, &paymentIntent)
	case «"payment_method.attached"», «stripe.EventTypePaymentMethodDetached|payment_method.detached»:
		// case "charge.refunded":
	default:
		fmt.Fprintf(os.Stderr, "Unhandled event type: %s like charge.failed\\n", event.Type)
	}
	w.WriteHeader(http.StatusOK)
}`,
  },
  {
    name: 'constants',
    file: 'a.go',
    form: 'case',
    code: `package a
const Payed = "invoice.paid"
const (
	Sent EventType = "invoice.sent"
)
func f(event stripe.Event) {
	switch string(event.Type) {
	case «Payed|invoice.paid»:
		pay()
	case «Sent|invoice.sent»:
		sent()
	}
}`,
  },
  {
    name: 'comparison and guard',
    file: 'a.go',
    form: 'comparison',
    code: `package a
func f(event *stripe.Event) error {
	if event.Type != «"invoice.paid"» {
		return nil
	}
	if event.Type == «stripe.EventTypeInvoiceSent|invoice.sent» || event.Type == «"invoice.voided"» {
		go sent()
	}
	switch {
	case event.Type == «"charge.failed"»:
		fail()
	}
	return nil
}`,
  },
  {
    name: 'map of handlers',
    file: 'a.go',
    form: 'map-key',
    code: `package a
var handlers = map[string]func(context.Context, stripe.Event) error{
	«"invoice.paid"»: onInvoicePaid,
	«"invoice.sent"»: func(ctx context.Context, e stripe.Event) error { return nil },
	string(«stripe.EventTypeChargeFailed|charge.failed»): s.onChargeFailed,
}
func init() { handlers[«"charge.refunded"»] = onRefund }`,
  },
  {
    name: 'registration',
    file: 'a.go',
    form: 'listener',
    code: `package a
func f(r *Router) {
	r.On(«"invoice.paid"», onPaid)
	r.Register(«stripe.EventTypeInvoiceSent|invoice.sent», func(e stripe.Event) {})
}`,
  },
  {
    name: 'lists',
    file: 'a.go',
    form: 'includes',
    code: `package a
var wanted = map[string]bool{«"invoice.paid"»: true}
func f(event stripe.Event) {
	if slices.Contains([]string{«"charge.failed"», «"charge.refunded"»}, string(event.Type)) { go x() }
	if !wanted[string(event.Type)] { return }
}`,
  },
  {
    name: 'prefix',
    file: 'a.go',
    form: 'prefix',
    code: `package a
func f(event stripe.Event) { if strings.HasPrefix(string(event.Type), «"customer.subscription."|customer.subscription.*») { sync() } }`,
  },
  {
    name: 'route table',
    file: 'a.go',
    form: 'property',
    code: `package a
var routes = []route{{Type: «"invoice.paid"», Handler: onPaid}, {Type: «"invoice.sent"», Handler: onSent}}`,
  },
  {
    name: 'broken code',
    file: 'a.go',
    form: 'case',
    code: `package a
func half( {
}
func f(event stripe.Event) {
	switch event.Type {
	case «"invoice.paid"»:
		pay(
	}
}`,
  },
  {
    name: 'go: comments, logs, other data',
    file: 'a.go',
    code: `package a
// case "invoice.paid":
func f() {
	log.Printf("invoice.paid %v", event.Type == "invoice.paid")
	labels := map[string]string{"invoice.paid": "Paid"}
	events := []string{"invoice.paid", "charge.refunded"}
	params := &stripe.WebhookEndpointParams{EnabledEvents: stripe.StringSlice([]string{"invoice.paid"})}
	e := stripe.Event{Type: "invoice.paid", ID: "evt_1"}
	list := stripe.EventListParams{Type: stripe.String("invoice.paid")}
}`,
  },
  {
    name: 'go: test',
    file: 'webhook_test.go',
    code: `package a\nfunc f() { switch event.Type { case "invoice.paid": } }`,
  },
];
