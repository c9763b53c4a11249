import { todo } from '../style.ts';
import { isThin } from './node.ts';

/** An endpoint for ASP.NET's minimal APIs, mapped by one call. */
export function aspnetHandler(eventType: string): string {
  const thin = isThin(eventType);
  const verify = thin
    ? 'client.ParseEventNotification(body, signature, secret)'
    : 'EventUtility.ConstructEvent(body, signature, secret, throwOnApiVersionMismatch: false)';
  const eventName = thin ? 'Stripe.V2.Core.EventNotification' : 'Event';
  return `using System.Collections.Concurrent;
using Stripe;

// In Program.cs: app.MapStripeWebhook();
public static class StripeWebhook
{
    // Ids of events taken on already: Stripe may send an event twice.
    // Keep them in your database, where a restart keeps them.
    private static readonly ConcurrentDictionary<string, bool> Taken = new();

    public static void MapStripeWebhook(this WebApplication app)
    {
        // The signing secret (whsec_…) of the endpoint.
        var secret = app.Configuration["STRIPE_WEBHOOK_SECRET"]
            ?? throw new InvalidOperationException("Set STRIPE_WEBHOOK_SECRET to the endpoint's signing secret.");
${thin ? '        var client = new StripeClient(app.Configuration["STRIPE_SECRET_KEY"]);\n' : ''}        app.MapPost("/webhook", async (HttpRequest request) =>
        {
            // The signature is made over the raw bytes, not over parsed JSON.
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            ${eventName} stripeEvent;
            try
            {
                var signature = request.Headers["Stripe-Signature"].ToString();
                stripeEvent = ${verify};
            }
            catch (StripeException)
            {
                return Results.BadRequest("The signature does not match.");
            }
            // Stripe waits for the answer, not for the work: answer first.
            if (Taken.TryAdd(stripeEvent.Id, true))
            {
                _ = Task.Run(() => TakeOn(stripeEvent, app.Logger));
            }
            return Results.Ok();
        });
    }

    private static void TakeOn(${eventName} stripeEvent, ILogger log)
    {
        try
        {
            Handle(stripeEvent, log);
        }
        catch (Exception error)
        {
            Taken.TryRemove(stripeEvent.Id, out _);
            log.LogError(error, "{Type} {Id} failed", stripeEvent.Type, stripeEvent.Id);
        }
    }

    private static void Handle(${eventName} stripeEvent, ILogger log)
    {
        switch (stripeEvent.Type)
        {
            case "${eventType}":
                // ${todo(eventType, thin ? undefined : 'stripeEvent.Data.Object')}
                break;
            default:
                log.LogInformation("Nothing to do for {Type}", stripeEvent.Type);
                break;
        }
    }
}
`;
}
