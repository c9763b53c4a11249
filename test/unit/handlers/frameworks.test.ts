import assert from 'node:assert/strict';
import { detectFrameworks, type Manifest } from '../../../src/handlers/frameworks.ts';

const found = (...manifests: readonly (readonly [path: string, text: string])[]) =>
  detectFrameworks(manifests.map(([path, text]): Manifest => ({ path, text }))).map(
    ({ id, language, fileName }) => `${id} ${language} ${fileName}`,
  );

describe('the framework of a project', () => {
  for (const [manifests, expected] of [
    [[['package.json', '{"dependencies":{"express":"5"}}']], 'express JavaScript stripe-webhook.mjs'],
    [
      [
        ['package.json', '{"dependencies":{"koa":"3"}}'],
        ['tsconfig.json', '{}'],
      ],
      'koa TypeScript stripe-webhook.ts',
    ],
    // NestJS stands on Express, and names it too.
    [
      [['package.json', '{"dependencies":{"express":"5","@nestjs/core":"12"}}']],
      'nestjs TypeScript src/stripe-webhook.controller.ts',
    ],
    [
      [['package.json', '{"dependencies":{"next":"16"}}']],
      'nextjs JavaScript app/api/stripe-webhook/route.js',
    ],
    [[['requirements.txt', 'stripe\nFastAPI>=0.1\n']], 'fastapi Python stripe_webhook.py'],
    [[['pyproject.toml', 'dependencies = [\n  "django>=5",\n]']], 'django Python stripe_webhook.py'],
    [[['Gemfile', 'gem "rails", "~> 7"\n']], 'rails Ruby app/controllers/stripe_webhooks_controller.rb'],
    [[['composer.json', '{"require":{"stripe/stripe-php":"*"}}']], 'php PHP stripe-webhook.php'],
    [[['go.mod', 'module shop\n']], 'go Go cmd/stripe-webhook/main.go'],
    [
      [
        [
          'pom.xml',
          '<parent><groupId>org.springframework.boot</groupId></parent><groupId>com.acme.shop</groupId>',
        ],
      ],
      'spring Java src/main/java/com/acme/shop/StripeWebhookController.java',
    ],
    [[['Shop.csproj', '<Project Sdk="Microsoft.NET.Sdk.Web">']], 'aspnet C# StripeWebhook.cs'],
  ] as const)
    it(`${manifests.map(([path, text]) => `${path}: ${text.trim()}`).join(', ')} is ${expected}`, () => {
      assert.deepEqual(found(...manifests), [expected]);
    });

  it('is looked for in every folder, the nearest to the root first, and the handler goes into that folder', () => {
    assert.deepEqual(
      found(
        ['apps/api/package.json', '{"dependencies":{"fastify":"5"}}'],
        ['apps/api/tsconfig.json', '{}'],
        ['requirements.txt', 'flask\n'],
      ),
      ['flask Python stripe_webhook.py', 'fastify TypeScript apps/api/stripe-webhook.ts'],
    );
  });

  it('is not guessed from what only looks like one', () => {
    assert.deepEqual(
      found(['package.json', '{"name":"express"}'], ['requirements.txt', 'flask-login\n']),
      [],
    );
  });

  it('tells the major version of stripe-go, which is part of its import paths', () => {
    const [go] = detectFrameworks([
      { path: 'go.mod', text: 'module shop\n\nrequire github.com/stripe/stripe-go/v82 v82.1.0\n' },
    ]);
    assert.match(go?.write('invoice.paid') ?? '', /stripe-go\/v82\/webhook"/);
  });
});
