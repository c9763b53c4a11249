import { phrase } from '../sentence.ts';

/** How to get at the exact bytes of a request's body in one framework. */
export interface FrameworkFix {
  /** As its users write it. */
  readonly name: string;
  /** What to do, in one sentence. */
  readonly fix: () => string;
  /** The lines that do it. */
  readonly code: string;
  /** Of the code: an id that editors highlight by. */
  readonly language: string;
  /** Its own documentation. */
  readonly docs: string;
}

/** How each framework hands out the raw body. Sources: the page named in `docs`. */
export const frameworkFixes = {
  express: {
    name: 'Express',
    fix: phrase`Give the webhook route express.raw, before any express.json, and verify req.body, which is then a Buffer.`,
    code: [
      "app.post('/webhook', express.raw({ type: 'application/json' }), (req, res) => {",
      "  const event = stripe.webhooks.constructEvent(req.body, req.headers['stripe-signature'], secret);",
      '  res.json({ received: true });',
      '});',
      'app.use(express.json()); // only after the webhook route',
    ].join('\n'),
    language: 'javascript',
    docs: 'https://expressjs.com/en/api.html#express.raw',
  },
  nextjs: {
    name: 'Next.js',
    fix: phrase`Read the body with request.text() in a route handler; in the Pages Router switch bodyParser off and read the stream.`,
    code: [
      '// app/webhook/route.ts',
      'export async function POST(request) {',
      '  const body = await request.text(); // not request.json()',
      "  const event = stripe.webhooks.constructEvent(body, request.headers.get('stripe-signature'), secret);",
      '  return Response.json({ received: true });',
      '}',
      '// pages/api/webhook.ts',
      'export const config = { api: { bodyParser: false } };',
    ].join('\n'),
    language: 'javascript',
    docs: 'https://nextjs.org/docs/app/building-your-application/routing/route-handlers#webhooks',
  },
  nestjs: {
    name: 'NestJS',
    fix: phrase`Create the application with rawBody and verify req.rawBody in place of @Body().`,
    code: [
      'const app = await NestFactory.create(AppModule, { rawBody: true });',
      '',
      "@Post('webhook')",
      "handle(@Req() req: RawBodyRequest<Request>, @Headers('stripe-signature') signature: string) {",
      '  const event = this.stripe.webhooks.constructEvent(req.rawBody, signature, secret);',
      '}',
    ].join('\n'),
    language: 'typescript',
    docs: 'https://docs.nestjs.com/faq/raw-body',
  },
  fastify: {
    name: 'Fastify',
    fix: phrase`Give the plugin with the webhook route a content type parser that leaves the body as a Buffer.`,
    code: [
      'app.register(async (webhooks) => {',
      "  webhooks.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body));",
      "  webhooks.post('/webhook', async (request) => {",
      "    const event = stripe.webhooks.constructEvent(request.body, request.headers['stripe-signature'], secret);",
      '    return { received: true };',
      '  });',
      '});',
    ].join('\n'),
    language: 'javascript',
    docs: 'https://fastify.dev/docs/latest/Reference/ContentTypeParser/',
  },
  hono: {
    name: 'Hono, Deno, Workers',
    fix: phrase`Read the body with text() and verify with constructEventAsync.`,
    code: [
      "app.post('/webhook', async (c) => {",
      '  const body = await c.req.text(); // not c.req.json()',
      "  const event = await stripe.webhooks.constructEventAsync(body, c.req.header('stripe-signature'), secret);",
      '  return c.json({ received: true });',
      '});',
    ].join('\n'),
    language: 'javascript',
    docs: 'https://hono.dev/docs/api/request#text',
  },
  lambda: {
    name: 'AWS Lambda, API Gateway',
    fix: phrase`Use the proxy integration and verify event.body as it is, decoded from base64 when isBase64Encoded says so.`,
    code: [
      'export const handler = async (event) => {',
      "  const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');",
      "  const signature = event.headers['stripe-signature'] ?? event.headers['Stripe-Signature'];",
      '  const stripeEvent = stripe.webhooks.constructEvent(body, signature, secret);',
      '  return { statusCode: 200 };',
      '};',
    ].join('\n'),
    language: 'javascript',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  },
  firebase: {
    name: 'Firebase and Google Cloud Functions',
    fix: phrase`Verify req.rawBody in place of req.body.`,
    code: [
      'export const webhook = onRequest((req, res) => {',
      "  const event = stripe.webhooks.constructEvent(req.rawBody, req.headers['stripe-signature'], secret);",
      '  res.json({ received: true });',
      '});',
    ].join('\n'),
    language: 'javascript',
    docs: 'https://cloud.google.com/functions/docs/writing/write-http-functions',
  },
  flask: {
    name: 'Flask',
    fix: phrase`Verify request.get_data(), read before request.json or request.form.`,
    code: [
      "@app.post('/webhook')",
      'def webhook():',
      '    payload = request.get_data()  # not request.json',
      "    event = stripe.Webhook.construct_event(payload, request.headers['Stripe-Signature'], secret)",
      '    return {"received": True}',
    ].join('\n'),
    language: 'python',
    docs: 'https://flask.palletsprojects.com/en/stable/api/#flask.Request.get_data',
  },
  fastapi: {
    name: 'FastAPI',
    fix: phrase`Take the Request itself and verify await request.body(), without a model or dict as the parameter.`,
    code: [
      "@app.post('/webhook')",
      'async def webhook(request: Request):',
      '    payload = await request.body()  # not await request.json()',
      "    event = stripe.Webhook.construct_event(payload, request.headers['stripe-signature'], secret)",
      '    return {"received": True}',
    ].join('\n'),
    language: 'python',
    docs: 'https://www.starlette.io/requests/#body',
  },
  django: {
    name: 'Django',
    fix: phrase`Verify request.body; in Django REST framework read it before request.data.`,
    code: [
      '@csrf_exempt',
      'def webhook(request):',
      '    payload = request.body  # not json.loads(request.body) written anew',
      "    event = stripe.Webhook.construct_event(payload, request.headers['Stripe-Signature'], secret)",
      "    return JsonResponse({'received': True})",
    ].join('\n'),
    language: 'python',
    docs: 'https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpRequest.body',
  },
  rails: {
    name: 'Rails, Sinatra',
    fix: phrase`Verify request.raw_post (in Sinatra request.body.read), not params.`,
    code: [
      'skip_before_action :verify_authenticity_token',
      '',
      'def webhook',
      '  payload = request.raw_post # not params.to_json',
      "  event = Stripe::Webhook.construct_event(payload, request.headers['Stripe-Signature'], secret)",
      '  head :ok',
      'end',
    ].join('\n'),
    language: 'ruby',
    docs: 'https://api.rubyonrails.org/classes/ActionDispatch/Request.html#method-i-raw_post',
  },
  laravel: {
    name: 'Laravel',
    fix: phrase`Verify $request->getContent(), not $request->all().`,
    code: [
      '$payload = $request->getContent(); // not json_encode($request->all())',
      "$event = \\Stripe\\Webhook::constructEvent($payload, $request->header('Stripe-Signature'), $secret);",
    ].join('\n'),
    language: 'php',
    docs: 'https://symfony.com/doc/current/components/http_foundation.html#accessing-request-data',
  },
  php: {
    name: 'PHP',
    fix: phrase`Verify what php://input gives, not json_encode of the decoded body.`,
    code: [
      "$payload = file_get_contents('php://input');",
      "$event = \\Stripe\\Webhook::constructEvent($payload, $_SERVER['HTTP_STRIPE_SIGNATURE'], $secret);",
    ].join('\n'),
    language: 'php',
    docs: 'https://www.php.net/manual/en/wrappers.php.php#wrappers.php.input',
  },
  spring: {
    name: 'Spring',
    fix: phrase`Take the body as a String (or byte[]) parameter, not as a class or Map.`,
    code: [
      '@PostMapping("/webhook")',
      'ResponseEntity<Void> webhook(@RequestBody String payload, @RequestHeader("Stripe-Signature") String signature)',
      '    throws SignatureVerificationException {',
      '  Event event = Webhook.constructEvent(payload, signature, secret);',
      '  return ResponseEntity.ok().build();',
      '}',
    ].join('\n'),
    language: 'java',
    docs: 'https://docs.spring.io/spring-framework/reference/web/webmvc/mvc-controller/ann-methods/requestbody.html',
  },
  aspnet: {
    name: 'ASP.NET Core',
    fix: phrase`Read the request’s stream, and take no [FromBody] parameter.`,
    code: [
      '[HttpPost("webhook")]',
      'public async Task<IActionResult> Webhook() {',
      '  var payload = await new StreamReader(Request.Body).ReadToEndAsync();',
      '  var stripeEvent = EventUtility.ConstructEvent(payload, Request.Headers["Stripe-Signature"], secret);',
      '  return Ok();',
      '}',
    ].join('\n'),
    language: 'csharp',
    docs: 'https://learn.microsoft.com/aspnet/core/fundamentals/use-http-context',
  },
  go: {
    name: 'Go',
    fix: phrase`Verify what io.ReadAll gives, not the JSON of a decoded map.`,
    code: [
      'payload, err := io.ReadAll(http.MaxBytesReader(w, req.Body, 1<<20))',
      'event, err := webhook.ConstructEvent(payload, req.Header.Get("Stripe-Signature"), secret)',
    ].join('\n'),
    language: 'go',
    docs: 'https://pkg.go.dev/net/http#Request',
  },
  proxy: {
    name: 'Proxy, Gateway, API client',
    fix: phrase`Let it pass the body on byte by byte: switch off formatting, inspection that rewrites, compression and templates for this path.`,
    code: 'proxy_pass_request_body on; # nginx: no body filters (sub_filter, Lua, njs) on this location',
    language: 'nginx',
    docs: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_pass_request_body',
  },
} as const satisfies Record<string, FrameworkFix>;

export type FrameworkId = keyof typeof frameworkFixes;
