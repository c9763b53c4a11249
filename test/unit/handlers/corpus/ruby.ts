import type { Snippet } from './snippet.ts';

/** Ruby: Sinatra, Rails, stripe_event, pay. */
export const rubyCorpus: readonly Snippet[] = [
  {
    name: 'Sinatra',
    file: 'server.rb',
    form: 'case',
    code: `
require 'sinatra'
require 'stripe'

post '/webhook' do
  payload = request.body.read
  begin
    event = Stripe::Webhook.construct_event(payload, request.env['HTTP_STRIPE_SIGNATURE'], ENV['STRIPE_WEBHOOK_SECRET'])
  rescue Stripe::SignatureVerificationError => e
    halt 400
  end
  case event.type
  when «'payment_intent.succeeded'»
    fulfil(event.data.object)
  when «'payment_method.attached'», «"payment_method.detached"»
    sync(event.data.object)
  # when 'charge.refunded'
  else
    puts "Unhandled event type: #{event.type}, like charge.failed"
  end
  status 200
end`,
  },
  {
    name: 'words below a comment that opens a list of its own',
    file: 'app/jobs/sync_job.rb',
    form: 'includes',
    code: `# not the ones in %w[
sync event if %w[«invoice.paid» «charge.failed»].include?(event.type)
# %w[payout.paid]`,
  },
  {
    name: 'case on the key',
    file: 'app/controllers/webhooks_controller.rb',
    form: 'case',
    code: `class WebhooksController < ApplicationController
  def create
    case event['type']
    when «"invoice.paid"» then Invoices::Pay.call(event)
    end
    head :ok
  end
end`,
  },
  {
    name: 'pattern matching',
    file: 'a.rb',
    form: 'case',
    code: `case event\nin { type: «'invoice.paid'», data: }\n  pay(data)\nin Stripe::Event[type: «"invoice.sent"»]\n  sent\nend\n`,
  },
  {
    name: 'comparison, modifier and guard',
    file: 'a.rb',
    form: 'comparison',
    code: `pay(event) if event.type == «'invoice.paid'»\nif event[:type] == «'invoice.sent'» || event['type'] == «'invoice.voided'»\n  go\nend\nreturn if event.type != «"charge.refunded"»\nrefund unless event.type.eql?(«'charge.failed'»)\n`,
  },
  {
    name: 'lists',
    file: 'a.rb',
    form: 'includes',
    code: `if [«'invoice.paid'», «'invoice.sent'»].include?(event.type)\n  go\nend\nskip unless %w[«charge.failed» «charge.refunded»].include?(event.type)\ngo if event.type.in?([«"charge.captured"»])\n`,
  },
  {
    name: 'named list',
    file: 'a.rb',
    form: 'includes',
    code: `WANTED = [«'invoice.paid'», «'invoice.sent'»].freeze\ndef call(event)\n  return unless WANTED.include?(event.type)\n  go\nend\n`,
  },
  {
    name: 'stripe_event',
    file: 'config/initializers/stripe.rb',
    form: 'listener',
    code: `StripeEvent.configure do |events|
  events.subscribe «'charge.failed'» do |event|
    event.data.object
  end
  events.subscribe «'customer.created'», CustomerCreated.new
  events.subscribe «'customer.subscription.'|customer.subscription.*», Logger.new
  events.all do |event|
  end
end`,
  },
  {
    name: 'pay',
    file: 'config/initializers/pay.rb',
    form: 'listener',
    code: `Pay::Webhooks.configure do |events|\n  events.subscribe «"stripe.invoice.paid"|invoice.paid», InvoicePaidProcessor.new\nend\nPay::Webhooks.delegator.subscribe «"stripe.charge.refunded"|charge.refunded», Refunded\n`,
  },
  {
    name: 'hash of handlers',
    file: 'a.rb',
    form: 'map-key',
    code: `HANDLERS = {\n  «'invoice.paid'» => :pay,\n  «'invoice.sent'» => ->(event) { sent(event) },\n  «'charge.failed'» => method(:failed),\n  «"charge.refunded"» => Stripe::RefundJob,\n  «'charge.captured'» => proc { |e| 1 },\n}.freeze\nhandlers[«'charge.updated'»] = lambda { |e| 1 }\n`,
  },
  {
    name: 'constants',
    file: 'a.rb',
    form: 'case',
    code: `PAYED = 'invoice.paid'\ncase event.type\nwhen «PAYED|invoice.paid»\n  1\nwhen «EventTypes::CHARGE_REFUNDED|charge.refunded»\n  2\nend\n`,
  },
  {
    name: 'prefix',
    file: 'a.rb',
    form: 'prefix',
    code: `sync(event) if event.type.start_with?(«'customer.subscription.'|customer.subscription.*»)\n`,
  },
  {
    name: 'called by name',
    file: 'a.rb',
    form: 'name',
    code: `class Hooks\n  def call(event)\n    send("handle_#{event.type.tr('.', '_')}", event)\n  end\n  def «handle_invoice_paid|invoice.paid»(event) = 1\n  def handle_nothing_known = 2\n  # stripe-signature\nend\n`,
  },
  {
    name: 'thin handler',
    file: 'a.rb',
    form: 'name',
    code: `handler = client.notification_handler(secret)\nhandler.«on_v1_billing_meter_error_report_triggered|v1.billing.meter.error_report_triggered» do |notification, client|\n  go\nend\n`,
  },
  {
    name: 'broken code',
    file: 'a.rb',
    form: 'case',
    code: `def call(event)\n  case event.type\n  when «'invoice.paid'»\n    pay(event)\n  end\n  other = [1,\nend\n`,
  },
  {
    name: 'ruby: comments, logs, raises',
    file: 'a.rb',
    code: `# when 'invoice.paid'\nputs 'invoice.paid'\nRails.logger.info("invoice.paid" == event.type)\nraise ArgumentError, 'invoice.paid'\n=begin\ncase event.type\nwhen 'invoice.paid'\nend\n=end\n`,
  },
  {
    name: 'ruby: enabled_events and payloads',
    file: 'a.rb',
    code: `Stripe::WebhookEndpoint.create(url: url, enabled_events: ['invoice.paid', 'charge.refunded'])\nevent = { id: 'evt_1', type: 'invoice.paid', data: {} }\nStripe::Event.list(type: 'invoice.paid')\n`,
  },
  {
    name: 'ruby: labels and factories',
    file: 'a.rb',
    code: `LABELS = { 'invoice.paid' => 'Paid', 'invoice.sent' => I18n.t('sent') }\nStripeMock.mock_webhook_event('invoice.paid', id: 1)\npaid = events.select { |e| e.type == 'invoice.paid' }\n`,
  },
  {
    name: 'ruby: spec',
    file: 'spec/webhook_spec.rb',
    code: `case event.type\nwhen 'invoice.paid' then 1\nend\n`,
  },
  {
    name: 'ruby: spec block',
    file: 'a.rb',
    code: `it 'invoice.paid' do\n  go\nend\ndescribe "invoice.paid" do\nend\n`,
  },
];
