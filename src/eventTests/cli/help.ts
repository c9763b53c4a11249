/** What `--help` prints. */
export const help = `Sends the event fixtures in .stripe/fixtures/ to your app, signed, and checks what it answers.

Usage: stripe-webhooks-test [options] [folder or fixture file …]

  -t, --target URL        your app's webhook endpoint, e.g. http://127.0.0.1:3000/webhook
      --secret whsec_…    signs the events; STRIPE_WEBHOOK_SECRET in the environment when absent
  -g, --grep PATTERN      only fixtures whose file, event type or description matches, upper or lower case
      --timeout MS        for each delivery (30000)
      --junit FILE        writes a JUnit report
      --start COMMAND     starts your app first, and stops it afterwards; without a secret, it is given a new one as
                          STRIPE_WEBHOOK_SECRET
      --wait-for URL      answers once the app is ready (the target)
      --start-timeout MS  how long the app may take to be ready (60000)
  -h, --help              shows this

Exits with 0 when all have passed, with 1 when one has failed, and with 2 when they could not be run.
`;
