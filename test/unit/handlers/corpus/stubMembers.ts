import type { StubCase } from './stubs.ts';

/** Methods and functions that their name, their decorator or their first argument makes handlers. */
export const stubMembers: readonly StubCase[] = [
  {
    name: 'a clause of an Elixir function, before the one for all others',
    file: 'a.ex',
    before: `defmodule Shop.Stripe do
  def handle_event(%Stripe.Event{type: "invoice.paid"} = event) do
    pay(event)
  end

  def handle_event(_event), do: :ok
end
`,
    after: `defmodule Shop.Stripe do
  def handle_event(%Stripe.Event{type: "invoice.paid"} = event) do
    pay(event)
  end

  def handle_event(%Stripe.Event{type: "invoice.payment_failed"} = _event) do
    # TODO: handle invoice.payment_failed
    :ok
  end

  def handle_event(_event), do: :ok
end
`,
  },
  {
    name: 'a method of Laravel Cashier’s controller',
    file: 'WebhookController.php',
    before: `<?php
use Laravel\\Cashier\\Http\\Controllers\\WebhookController as CashierController;

class WebhookController extends CashierController
{
    public function handleInvoicePaid(array $payload): Response
    {
        pay($payload);

        return $this->successMethod();
    }

    private function log(): void {}
}
`,
    after: `<?php
use Laravel\\Cashier\\Http\\Controllers\\WebhookController as CashierController;

class WebhookController extends CashierController
{
    public function handleInvoicePaid(array $payload): Response
    {
        pay($payload);

        return $this->successMethod();
    }

    public function handleInvoicePaymentFailed(array $payload): Response
    {
        // TODO: handle invoice.payment_failed
        return $this->successMethod();
    }

    private function log(): void {}
}
`,
  },
  {
    name: 'a method with a decorator of NestJS, and with the type of its event',
    file: 'a.ts',
    before: `@Injectable()
export class PaymentsService {
  @StripeWebhookHandler('invoice.paid')
  async handleInvoicePaid(event: Stripe.InvoicePaidEvent): Promise<void> {
    await this.pay(event);
  }

  private pay() {}
}
`,
    after: `@Injectable()
export class PaymentsService {
  @StripeWebhookHandler('invoice.paid')
  async handleInvoicePaid(event: Stripe.InvoicePaidEvent): Promise<void> {
    await this.pay(event);
  }

  @StripeWebhookHandler('invoice.payment_failed')
  async handleInvoicePaymentFailed(event: Stripe.InvoicePaymentFailedEvent): Promise<void> {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  }

  private pay() {}
}
`,
  },
  {
    name: 'a method with an annotation of Spring',
    file: 'A.java',
    before: `@Component
class Payments {
    @Async
    @StripeEventListener("invoice.paid")
    public void onInvoicePaid(Event event) throws StripeException {
        pay(event);
    }
}
`,
    after: `@Component
class Payments {
    @Async
    @StripeEventListener("invoice.paid")
    public void onInvoicePaid(Event event) throws StripeException {
        pay(event);
    }

    @Async
    @StripeEventListener("invoice.payment_failed")
    public void onInvoicePaymentFailed(Event event) throws StripeException {
        // TODO: handle invoice.payment_failed
    }
}
`,
  },
  {
    name: 'a function with a decorator of dj-stripe',
    file: 'hooks.py',
    before: `from djstripe.event_handlers import djstripe_receiver


@djstripe_receiver("invoice.paid")
def on_invoice_paid(sender, **kwargs):
    """Marks the order as paid."""
    pay(kwargs["event"])


def pay(event):
    ...
`,
    after: `from djstripe.event_handlers import djstripe_receiver


@djstripe_receiver("invoice.paid")
def on_invoice_paid(sender, **kwargs):
    """Marks the order as paid."""
    pay(kwargs["event"])


@djstripe_receiver("invoice.payment_failed")
def on_invoice_payment_failed(sender, **kwargs):
    # TODO: handle invoice.payment_failed
    pass


def pay(event):
    ...
`,
  },
  {
    name: 'a method that Ruby sends by its name',
    file: 'a.rb',
    before: `class Hooks
  def call(event)
    send("handle_#{event.type.tr('.', '_')}", event)
  end

  def handle_invoice_paid(event)
    pay(event) # StripeEvent
  end
end
`,
    after: `class Hooks
  def call(event)
    send("handle_#{event.type.tr('.', '_')}", event)
  end

  def handle_invoice_paid(event)
    pay(event) # StripeEvent
  end

  def handle_invoice_payment_failed(event)
    # TODO: handle invoice.payment_failed
  end
end
`,
  },
  {
    name: 'a method with an attribute in C#',
    file: 'A.cs',
    before: `class Hooks
{
    [StripeEvent("invoice.paid")]
    public async Task OnInvoicePaidAsync(Event e)
    {
        await PayAsync(e);
    }
}
`,
    after: `class Hooks
{
    [StripeEvent("invoice.paid")]
    public async Task OnInvoicePaidAsync(Event e)
    {
        await PayAsync(e);
    }

    [StripeEvent("invoice.payment_failed")]
    public async Task OnInvoicePaymentFailedAsync(Event e)
    {
        // TODO: handle invoice.payment_failed
    }
}
`,
  },
];
