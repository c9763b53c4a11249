import type { Snippet } from './snippet.ts';

/** Elixir with stripity_stripe and Phoenix. */
export const elixirCorpus: readonly Snippet[] = [
  {
    name: 'stripity_stripe handler',
    file: 'lib/my_app/stripe_handler.ex',
    form: 'case',
    code: `
defmodule MyApp.StripeHandler do
  @behaviour Stripe.WebhookHandler

  @impl true
  def handle_event(%Stripe.Event{type: «"charge.succeeded"»} = event) do
    # "charge.refunded"
    :ok
  end

  def handle_event(%{type: «"invoice.paid"»}), do: :ok
  def handle_event(%{"type" => «"invoice.sent"»}), do: :ok
  def handle_event(_event), do: :ok
end`,
  },
  {
    name: 'case',
    file: 'a.ex',
    form: 'case',
    code: `
@payed "invoice.paid"
def handle(event) do
  case event.type do
    «"charge.succeeded"» -> charge(event)
    «@payed|invoice.paid» -> pay(event)
    _ -> Logger.info("charge.failed")
  end
  case event do
    %{type: «"invoice.sent"»} -> sent(event)
  end
end`,
  },
  {
    name: 'function heads',
    file: 'a.ex',
    form: 'case',
    code: `def handle_event(«"invoice.paid"», event), do: pay(event)\ndefp process(«"invoice.sent"», event) when is_map(event) do\n  sent(event)\nend\n`,
  },
  {
    name: 'comparison',
    file: 'a.ex',
    form: 'comparison',
    code: `if event.type == «"invoice.paid"», do: pay(event)\ncond do\n  event.type == «"invoice.sent"» -> sent()\nend\n`,
  },
  {
    name: 'lists',
    file: 'a.ex',
    form: 'includes',
    code: `@wanted [«"invoice.paid"», «"invoice.sent"»]\ndef handle(%{type: type} = event) when type in @wanted, do: go(event)\nif event.type in [«"charge.failed"»], do: fail()\n`,
  },
  {
    name: 'with and guards',
    file: 'a.ex',
    form: 'includes',
    code: `with {:ok, event} <- Stripe.Webhook.construct_event(payload, sig, secret) do
  case event do
    %{type: type} when type in [«"invoice.paid"», «"invoice.sent"»] -> go(event)
  end
end`,
  },
  {
    name: 'map of handlers',
    file: 'a.ex',
    form: 'map-key',
    code: `@handlers %{\n  «"invoice.paid"» => &Billing.pay/1,\n  «"invoice.sent"» => fn event -> sent(event) end\n}\n`,
  },
  {
    name: 'prefix',
    file: 'a.ex',
    form: 'prefix',
    code: `if String.starts_with?(event.type, «"customer.subscription."|customer.subscription.*»), do: sync(event)\ndef handle_event(%Stripe.Event{type: «"charge."|charge.*» <> _} = event), do: x\ndef handle_event(«"invoice."|invoice.*» <> _rest, event), do: sync(event)\n`,
  },
  {
    name: 'words',
    file: 'a.ex',
    form: 'includes',
    code: `if event.type in ~w(«invoice.paid|invoice.paid» «charge.refunded|charge.refunded»\n  «payout.paid|payout.paid»), do: pay(event)\n@wanted ~w[«invoice.created|invoice.created» «customer.created|customer.created»]\ndef wanted?(event), do: event.type in @wanted\nWebhookEndpoint.create(~w(invoice.sent), url)\n`,
  },
  {
    name: 'elixir: comments, docs, logs, data',
    file: 'a.ex',
    code: `
@moduledoc """
Handles "invoice.paid" when event.type == "invoice.paid"
"""
# "invoice.paid" -> 1
Logger.info("invoice.paid" == event.type)
labels = %{"invoice.paid" => "Paid"}
payload = %{type: "invoice.paid", id: "evt_1"}
Stripe.WebhookEndpoint.create(%{url: url, enabled_events: ["invoice.paid"]})
paid = Enum.filter(events, fn e -> e.type == "invoice.paid" end)
`,
  },
  {
    name: 'elixir: test',
    file: 'test/hook_test.exs',
    code: `case event.type do\n  "invoice.paid" -> 1\nend\n`,
  },
];
