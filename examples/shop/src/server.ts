import express from 'express';
import { Orders } from './orders.ts';
import { page } from './page.ts';
import { webhook } from './webhook.ts';

try {
  process.loadEnvFile();
} catch {
  // Without a `.env` file, the variables come from outside.
}

const secret = process.env['STRIPE_WEBHOOK_SECRET'];
if (!secret) {
  console.error('Set STRIPE_WEBHOOK_SECRET, for example in .env, to the signing secret of your endpoint.');
  process.exit(1);
}

const orders = new Orders();
const app = express();
app.use(webhook(secret, orders));
app.get('/', (_request, response) => {
  response.type('html').send(page(orders.list()));
});
app.post('/orders', (_request, response) => {
  orders.open(1200, 'eur');
  response.redirect('/');
});

const port = Number(process.env['PORT'] ?? 4242);
const server = app.listen(port, '127.0.0.1', (error?: Error) => {
  if (error) {
    console.error(`The shop cannot listen on port ${port}: ${error.message}. Set PORT to a free one.`);
    process.exit(1);
  }
  console.log(`Shop on http://localhost:${port}, waiting for events on /webhook.`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => server.close());
