import type { Snippet } from './snippet.ts';

const meter = 'V1BillingMeterErrorReportTriggeredEventNotification|v1.billing.meter.error_report_triggered';
const registered = 'onV1BillingMeterErrorReportTriggered|v1.billing.meter.error_report_triggered';

/** Thin events: by class in a type switch, and by the method that registers the handler; components with scripts. */
export const thinHandlers: readonly Snippet[] = [
  {
    name: 'Go type switch',
    file: 'a.go',
    form: 'name',
    code: `package a
func f() {
	container, err := client.ParseEventNotification(payload, sig, secret)
	switch n := container.(type) {
	case «*stripe.${meter}»:
		go(n)
	}
}`,
  },
  {
    name: 'Go registration',
    file: 'a.go',
    form: 'name',
    code: `package a
func f() { handler.«${registered.replace('on', 'On')}»(func(n X) error { return nil }) }`,
  },
  {
    name: 'Java pattern and instanceof',
    file: 'A.java',
    form: 'name',
    code: `class A { void f() { if (notif instanceof «${meter}» n) { go(n); } switch (notif) { case «${meter}» n -> go(n); default -> {} } handler.«${registered}»(this::go); } }`,
  },
  {
    name: 'C# pattern and event',
    file: 'A.cs',
    form: 'name',
    code: `class A { void F() { if (notif is «${meter}» n) Go(n); switch (notif) { case «${meter}» m: Go(m); break; } handler.«V1BillingMeterErrorReportTriggered|v1.billing.meter.error_report_triggered» += OnMeter; } }`,
  },
  {
    name: 'Python isinstance, match and decorator',
    file: 'a.py',
    form: 'name',
    code: `if isinstance(notif, «${meter}»):\n    go(notif)\nmatch notif:\n    case «${meter}»():\n        go(notif)\n\n@handler.«on_v1_billing_meter_error_report_triggered|v1.billing.meter.error_report_triggered»\ndef meter(notif, client):\n    pass\n`,
  },
  {
    name: 'PHP instanceof and registration',
    file: 'a.php',
    form: 'name',
    code: `<?php if ($notif instanceof «\\Stripe\\Events\\${meter}») { go(); } $handler->«${registered}»(function ($n) {});`,
  },
  {
    name: 'Kotlin is',
    file: 'A.kt',
    form: 'name',
    code: `fun f() { when (notif) { is «${meter}» -> go(notif) } }`,
  },
  {
    name: 'TypeScript registration',
    file: 'a.ts',
    form: 'name',
    code: `handler.«${registered}»(async (notification) => {});`,
  },
  {
    name: 'Python methods called by name',
    file: 'a.py',
    form: 'name',
    code: `class Hooks:\n    def dispatch(self, event):\n        getattr(self, "handle_" + event.type.replace(".", "_"))(event)  # stripe.Webhook\n\n    def «handle_invoice_paid|invoice.paid»(self, event):\n        pass\n`,
  },
  {
    name: 'Vue component',
    file: 'a.vue',
    form: 'comparison',
    code: `<template>\n  <p v-if="event.type === 'invoice.paid'">invoice.paid</p>\n</template>\n<script setup lang="ts">\nsource.onmessage = ({ data }) => { if (data.type === «'invoice.paid'») pay(); };\n</script>\n`,
  },
  {
    name: 'Svelte component',
    file: 'a.svelte',
    form: 'case',
    code: `<script>\n  function on(event) { switch (event.type) { case «'invoice.paid'»: pay(); } }\n</script>\n<h1>{'invoice.paid'}</h1>\n`,
  },
];
