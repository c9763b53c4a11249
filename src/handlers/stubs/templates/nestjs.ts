import { nodeParts } from './node.ts';

/** A controller and its module for NestJS. The raw body: https://docs.nestjs.com/faq/raw-body */
export function nestjsHandler(eventType: string): string {
  const { eventName, setUp, verify, work } = nodeParts({ typed: true, eventType });
  return `import { BadRequestException, Controller, Headers, HttpCode, Module, Post, Req } from '@nestjs/common';
import type { RawBodyRequest } from '@nestjs/common';
import type { Request } from 'express';
import Stripe from 'stripe';

${setUp}
// Import StripeWebhookModule in your app's module, and start the app with
// NestFactory.create(AppModule, { rawBody: true }): the signature is made over the raw bytes.
@Controller('webhook')
export class StripeWebhookController {
  @Post()
  @HttpCode(200)
  webhook(@Req() request: RawBodyRequest<Request>, @Headers('stripe-signature') signature = ''): void {
    if (!request.rawBody) throw new Error('Start the app with { rawBody: true }.');
    let event: ${eventName};
    try {
      event = ${verify('request.rawBody', 'signature')};
    } catch {
      throw new BadRequestException('The signature does not match.');
    }
    // Stripe waits for the answer, not for the work: answer first.
    setImmediate(() => void takeOn(event));
  }
}

@Module({ controllers: [StripeWebhookController] })
export class StripeWebhookModule {}

${work}`;
}
