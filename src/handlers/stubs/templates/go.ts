import { todo } from '../style.ts';
import { isThin } from './node.ts';

/** A webhook server for Go's net/http. `major` is the major version of stripe-go. */
export function goHandler(eventType: string, major: number): string {
  const thin = isThin(eventType);
  const stripe = `github.com/stripe/stripe-go/v${major}`;
  const subject = thin ? 'notification' : 'event';
  const verify = thin
    ? `notification, err := client.ParseEventNotification(body, request.Header.Get("Stripe-Signature"), secret)`
    : `// An event may be in another API version than this SDK's: it is yours to read with care.
	event, err := webhook.ConstructEventWithOptions(body, request.Header.Get("Stripe-Signature"), secret,
		webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true})`;
  const id = thin ? 'notification.GetEventNotification().ID' : 'event.ID';
  const type = thin ? 'notification.GetEventNotification().Type' : 'event.Type';
  const eventName = thin ? 'stripe.EventNotificationContainer' : 'stripe.Event';
  return `package main

import (
	"io"
	"log"
	"net/http"
	"os"
	"sync"

	"${stripe}"
${thin ? '' : `	"${stripe}/webhook"\n`})

// The signing secret (whsec_…) of the endpoint.
var secret = os.Getenv("STRIPE_WEBHOOK_SECRET")
${thin ? `\nvar client = stripe.NewClient(os.Getenv("STRIPE_SECRET_KEY"))\n` : ''}
// Ids of events taken on already: Stripe may send an event twice. Keep them in your database, where a restart keeps them.
var taken sync.Map

func main() {
	if secret == "" {
		log.Fatal("Set STRIPE_WEBHOOK_SECRET to the signing secret (whsec_…) of the endpoint.")
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "4242"
	}
	http.HandleFunc("POST /webhook", receive)
	log.Printf("Waiting for events on http://localhost:%s/webhook", port)
	log.Fatal(http.ListenAndServe("127.0.0.1:"+port, nil))
}

func receive(response http.ResponseWriter, request *http.Request) {
	// The signature is made over the raw bytes, not over parsed JSON.
	body, err := io.ReadAll(http.MaxBytesReader(response, request.Body, 1<<20))
	if err != nil {
		http.Error(response, "The body could not be read.", http.StatusBadRequest)
		return
	}
	${verify}
	if err != nil {
		http.Error(response, "The signature does not match.", http.StatusBadRequest)
		return
	}
	// Stripe waits for the answer, not for the work: answer first.
	response.WriteHeader(http.StatusOK)
	if _, known := taken.LoadOrStore(${id}, true); !known {
		go takeOn(${subject})
	}
}

func takeOn(${subject} ${eventName}) {
	if err := handle(${subject}); err != nil {
		taken.Delete(${id})
		log.Printf("%s %s failed: %v", ${type}, ${id}, err)
	}
}

func handle(${subject} ${eventName}) error {
	switch ${type} {
	case "${eventType}":
		// ${todo(eventType, thin ? undefined : 'event.Data.Raw')}
	default:
		log.Printf("Nothing to do for %s.", ${type})
	}
	return nil
}
`;
}
