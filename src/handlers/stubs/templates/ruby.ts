import { todo } from '../style.ts';
import { isThin } from './node.ts';

/** A webhook server for Sinatra. */
export function sinatraHandler(eventType: string): string {
  const { setUp, verify, work } = rubyParts(eventType);
  return `require 'set'
require 'sinatra'
require 'stripe'

${setUp}
set :port, ENV.fetch('PORT', '4242').to_i

post '/webhook' do
  begin
    # The signature is made over the raw bytes, not over parsed JSON.
    event = ${verify('request.body.read', "request.env.fetch('HTTP_STRIPE_SIGNATURE', '')")}
  rescue JSON::ParserError, Stripe::SignatureVerificationError
    halt 400, 'The signature does not match.'
  end
  # Stripe waits for the answer, not for the work: answer first.
  Thread.new { take_on(event) }
  status 200
end

${work}`;
}

/** A controller for Rails. */
export function railsHandler(eventType: string): string {
  const { setUp, verify, work } = rubyParts(eventType);
  return `require 'set'

# Add to config/routes.rb: post '/webhook', to: 'stripe_webhooks#create'
class StripeWebhooksController < ActionController::API
${indent(setUp)}
  def create
    # The signature is made over the raw bytes, not over parsed JSON.
    event = ${verify('request.raw_post', "request.headers.fetch('Stripe-Signature', '')")}
    # Stripe waits for the answer, not for the work: answer first.
    Thread.new { Rails.application.executor.wrap { take_on(event) } }
    head :ok
  rescue JSON::ParserError, Stripe::SignatureVerificationError
    render plain: 'The signature does not match.', status: :bad_request
  end

  private

${indent(work)}end
`;
}

function rubyParts(eventType: string) {
  const thin = isThin(eventType);
  return {
    setUp: `# The signing secret (whsec_…) of the endpoint.
SECRET = ENV.fetch('STRIPE_WEBHOOK_SECRET')
${thin ? "CLIENT = Stripe::StripeClient.new(ENV.fetch('STRIPE_SECRET_KEY'))\n" : ''}
# Ids of events taken on already: Stripe may send an event twice.
# Keep them in your database, where a restart keeps them.
TAKEN = Set.new
LOCK = Mutex.new
`,
    verify: (body: string, signature: string) =>
      thin
        ? `CLIENT.parse_event_notification(${body}, ${signature}, SECRET)`
        : `Stripe::Webhook.construct_event(${body}, ${signature}, SECRET)`,
    work: `def take_on(event)
  return unless LOCK.synchronize { TAKEN.add?(event.id) }

  handle(event)
rescue StandardError => e
  LOCK.synchronize { TAKEN.delete(event.id) }
  warn "#{event.type} #{event.id} failed: #{e.message}"
end

def handle(event)
  case event.type
  when '${eventType}'
    # ${todo(eventType, 'event.data.object')}
  else
    puts "Nothing to do for #{event.type}."
  end
end
`,
  };
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
