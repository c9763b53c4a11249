import { todo } from '../style.ts';
import { isThin } from './node.ts';

/** A controller for Spring. */
export function springHandler(eventType: string, javaPackage: string): string {
  const thin = isThin(eventType);
  const eventName = thin ? 'EventNotification' : 'Event';
  return `package ${javaPackage};

${thin ? 'import com.stripe.StripeClient;\nimport com.stripe.model.v2.core.EventNotification;' : 'import com.stripe.model.Event;\nimport com.stripe.net.Webhook;'}
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class StripeWebhookController {
    private static final Logger log = LoggerFactory.getLogger(StripeWebhookController.class);

    // Ids of events taken on already: Stripe may send an event twice.
    // Keep them in your database, where a restart keeps them.
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final String secret;
${thin ? '    private final StripeClient client;\n' : ''}
    public StripeWebhookController(@Value("\${STRIPE_WEBHOOK_SECRET}") String secret${thin ? ', @Value("${STRIPE_SECRET_KEY}") String key' : ''}) {
        this.secret = secret;
${thin ? '        this.client = new StripeClient(key);\n' : ''}    }

    @PostMapping("/webhook")
    public ResponseEntity<String> webhook(
            // The signature is made over the raw bytes, not over parsed JSON.
            @RequestBody byte[] body,
            @RequestHeader(name = "Stripe-Signature", defaultValue = "") String signature) {
        ${eventName} event;
        try {
            event = ${thin ? 'client.parseEventNotification' : 'Webhook.constructEvent'}(new String(body, StandardCharsets.UTF_8), signature, secret);
        } catch (Exception error) {
            // A wrong signature, or a body that is not JSON.
            return ResponseEntity.badRequest().body("The signature does not match.");
        }
        // Stripe waits for the answer, not for the work: answer first.
        if (taken.add(event.getId())) workers.submit(() -> takeOn(event));
        return ResponseEntity.ok().build();
    }

    private void takeOn(${eventName} event) {
        try {
            handle(event);
        } catch (RuntimeException error) {
            taken.remove(event.getId());
            log.error("{} {} failed", event.getType(), event.getId(), error);
        }
    }

    private void handle(${eventName} event) {
        switch (event.getType()) {
            case "${eventType}":
                // ${todo(eventType, thin ? undefined : 'event.getDataObjectDeserializer().getObject()')}
                break;
            default:
                log.info("Nothing to do for {}", event.getType());
        }
    }
}
`;
}
