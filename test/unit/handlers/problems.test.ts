import assert from 'node:assert/strict';
import type { HandlerFinder } from '../../../src/handlers/finder.ts';
import { inspect } from '../../../src/handlers/inspect.ts';
import type { Problem } from '../../../src/handlers/problem.ts';
import { createFinder } from './support.ts';

/** A secret as Stripe makes them, put together so that no scanner takes this file for a leak. */
const secret = ['whsec', 'k3J9sQpV7mZtR2bXcN8wLfY4'].join('_');

describe('Problems of handlers', function () {
  // Analysing the queries takes long on a busy machine.
  this.timeout(30_000);
  let finder: HandlerFinder;
  before(async () => {
    finder = await createFinder();
  });
  after(() => finder.dispose());

  /** Each problem with the text it stands at. */
  function problems(path: string, text: string): readonly (Problem & { readonly at: string })[] {
    const lines = text.split('\n');
    return inspect(finder, path, text).map((problem) => ({
      ...problem,
      at:
        lines[problem.line]?.slice(
          problem.column,
          problem.line === problem.endLine ? problem.endColumn : undefined,
        ) ?? '',
    }));
  }
  const kinds = (path: string, text: string) => problems(path, text).map(({ kind, at }) => `${kind} ${at}`);

  describe('unknown types', () => {
    const unknown = (path: string, text: string) =>
      problems(path, text).map((problem) =>
        problem.kind === 'unknownType' ? [problem.type, problem.nearest[0]] : problem.kind,
      );

    it('offers the nearest', () => {
      assert.deepEqual(
        unknown(
          'a.ts',
          `switch (event.type) { case 'invoice.payed': case 'payment_intent.suceeded': case 'invoice.paid': }`,
        ),
        [
          ['invoice.payed', 'invoice.paid'],
          ['payment_intent.suceeded', 'payment_intent.succeeded'],
        ],
      );
      assert.deepEqual(unknown('a.py', `if event["type"] == "charge.refund":\n    pass\n`), [
        ['charge.refund', 'charge.refunded'],
      ]);
      assert.deepEqual(unknown('a.rb', `case event.type\nwhen 'invioce.paid', 'invoice.sent'\nend`), [
        ['invioce.paid', 'invoice.paid'],
      ]);
      assert.deepEqual(
        unknown('a.go', `package a\nfunc f() { switch event.Type { case "customer.creatd": } }`),
        [['customer.creatd', 'customer.created']],
      );
      assert.deepEqual(unknown('a.ts', `const handlers = { 'invoice.paid': pay, 'invoice.snet': sent };`), [
        ['invoice.snet', 'invoice.sent'],
      ]);
    });

    it('says so where nothing is near', () => {
      assert.deepEqual(unknown('a.ts', `switch (event.type) { case 'invoice.evaporated_into_thin_air': }`), [
        ['invoice.evaporated_into_thin_air', undefined],
      ]);
    });

    for (const [path, code] of [
      ['a.ts', `switch (event.type) { case 'invoice.paid': case 'user.signed_up': case 'order': }`],
      ['a.ts', `if (file.name === 'invoice.pdf') go(); stripe.webhooks.constructEvent(a, b, c);`],
      [
        'a.ts',
        `const columns = { 'customer.name': render, 'invoice.total': renderAmount };\nif (event.type === 'invoice.paid') go();`,
      ],
      [
        'a.ts',
        `import x from './invoice.js'; bus.emit('invoice.payed');\nif (event.type === 'invoice.paid') go();`,
      ],
      ['a.ts', `// case 'invoice.payed':\nif (event.type.startsWith('invoice.')) go();`],
      ['a.py', `if event["type"] == "invoice.paid":\n    log("invoice.payed")\n`],
    ] as const)
      it(`leaves alone: ${code}`, () => assert.deepEqual(kinds(path, code), []));
  });

  describe('parsed bodies', () => {
    const cases: readonly (readonly [
      path: string,
      code: string,
      at: string,
      framework?: string,
      raw?: string,
    ])[] = [
      [
        'a.js',
        `const express = require('express');\napp.use(express.json());\napp.post('/w', (req, res) => { const e = stripe.webhooks.constructEvent(req.body, sig, secret); });`,
        'req.body',
        'express',
      ],
      [
        'a.js',
        `import express from 'express';\nconst e = stripe.webhooks.constructEvent(JSON.stringify(req.body), sig, s);`,
        'JSON.stringify(req.body)',
        'express',
      ],
      [
        'app/api/webhook/route.ts',
        `export async function POST(req: Request) {\n  const body = await req.json();\n  const event = stripe.webhooks.constructEvent(body, sig, s);\n}`,
        'await req.json()',
        'nextApp',
        'await req.text()',
      ],
      [
        'pages/api/webhook.ts',
        `export default function (req: NextApiRequest) { stripe.webhooks.constructEvent(req.body, sig, s); }`,
        'req.body',
        'nextPages',
      ],
      [
        'a.ts',
        `import { Controller } from '@nestjs/common';\nthis.stripe.webhooks.constructEvent(req.body, sig, s);`,
        'req.body',
        'nest',
        'req.rawBody',
      ],
      [
        'a.ts',
        `import Fastify from 'fastify';\nstripe.webhooks.constructEvent(request.body as string, sig, s);`,
        'request.body as string',
        'fastify',
      ],
      [
        'a.ts',
        `import { Hono } from 'hono';\nawait stripe.webhooks.constructEventAsync(JSON.stringify(await c.req.json()), sig, s);`,
        'JSON.stringify(await c.req.json())',
        'hono',
        'await c.req.text()',
      ],
      [
        'a.js',
        `const Koa = require('koa');\nstripe.webhooks.constructEvent(ctx.request.body, sig, s);`,
        'ctx.request.body',
        'koa',
      ],
      [
        'a.py',
        `from flask import Flask, request\nevent = stripe.Webhook.construct_event(request.get_json(), sig, secret)\n`,
        'request.get_json()',
        'flask',
        'request.get_data()',
      ],
      [
        'a.py',
        `from fastapi import Request\nasync def hook(request: Request):\n    payload = await request.json()\n    event = stripe.Webhook.construct_event(payload=payload, sig_header=sig, secret=s)\n`,
        'await request.json()',
        'fastapi',
        'await request.body()',
      ],
      [
        'a.py',
        `from django.http import HttpResponse\npayload = json.loads(request.body)\nevent = stripe.Webhook.construct_event(payload, sig, secret)\n`,
        'json.loads(request.body)',
        'django',
        'request.body',
      ],
      [
        'a.rb',
        `class W < ApplicationController\n  def create\n    event = Stripe::Webhook.construct_event(params.to_json, sig, secret)\n  end\nend\n`,
        'params.to_json',
        'rails',
        'request.raw_post',
      ],
      [
        'a.rb',
        `require 'sinatra'\npayload = JSON.parse(request.body.read)\nevent = Stripe::Webhook.construct_event(payload, sig, secret)\n`,
        'JSON.parse(request.body.read)',
        'sinatra',
        'request.body.read',
      ],
      [
        'a.php',
        `<?php\nuse Illuminate\\Http\\Request;\n$event = \\Stripe\\Webhook::constructEvent(json_encode($request->all()), $sig, $secret);`,
        'json_encode($request->all())',
        'laravel',
        '$request->getContent()',
      ],
      [
        'a.php',
        `<?php\n$payload = json_decode(file_get_contents('php://input'));\n$event = \\Stripe\\Webhook::constructEvent($payload, $sig, $secret);`,
        "json_decode(file_get_contents('php://input'))",
        'php',
        "file_get_contents('php://input')",
      ],
      [
        'a.go',
        `package a\nfunc f() { payload, err := json.Marshal(body)\n\tevent, err := webhook.ConstructEvent(payload, sig, secret) }`,
        'json.Marshal(body)',
      ],
      [
        'A.java',
        `class A { void f() { Event event = Webhook.constructEvent(gson.toJson(body), sig, secret); } }`,
        'gson.toJson(body)',
      ],
      [
        'A.cs',
        `class A { void F() { var e = EventUtility.ConstructEvent(JsonSerializer.Serialize(body), sig, secret); } }`,
        'JsonSerializer.Serialize(body)',
      ],
    ];
    for (const [path, code, at, framework, raw] of cases)
      it(`${framework ?? path}: ${at}`, () => {
        const [problem, ...others] = problems(path, code);
        assert.ok(problem?.kind === 'parsedBody', JSON.stringify(problem));
        assert.deepEqual(others, []);
        assert.deepEqual([problem.at, problem.framework, problem.raw], [at, framework, raw]);
      });

    for (const [path, code] of [
      [
        'a.js',
        `const express = require('express');\napp.post('/w', express.raw({ type: 'application/json' }), (req) => stripe.webhooks.constructEvent(req.body, sig, s));\napp.use(express.json());`,
      ],
      [
        'a.js',
        `const express = require('express');\napp.use(express.json({ verify: (req, res, buf) => { req.rawBody = buf; } }));\nstripe.webhooks.constructEvent(req.rawBody, sig, s);`,
      ],
      ['a.js', `const express = require('express');\nstripe.webhooks.constructEvent(req.body, sig, s);`],
      [
        'app/api/webhook/route.ts',
        `const body = await req.text();\nstripe.webhooks.constructEvent(body, sig, s);`,
      ],
      [
        'pages/api/w.ts',
        `export const config = { api: { bodyParser: false } };\nconst buf = await buffer(req);\nstripe.webhooks.constructEvent(buf, sig, s);`,
      ],
      [
        'a.py',
        `from flask import request\npayload = request.data\nevent = stripe.Webhook.construct_event(payload, sig, secret)\n`,
      ],
      [
        'a.py',
        `from django.http import HttpResponse\nevent = stripe.Webhook.construct_event(request.body, sig, secret)\ndata = json.loads(request.body)\n`,
      ],
      [
        'a.rb',
        `require 'sinatra'\npayload = request.body.read\nevent = Stripe::Webhook.construct_event(payload, sig, s)\n`,
      ],
      [
        'a.php',
        `<?php\n$payload = @file_get_contents('php://input');\n$event = \\Stripe\\Webhook::constructEvent($payload, $sig, $secret);`,
      ],
      [
        'a.go',
        `package a\nfunc f() { payload, err := io.ReadAll(req.Body)\n\tevent, err := webhook.ConstructEvent(payload, sig, secret) }`,
      ],
      [
        'a.js',
        `// constructEvent(JSON.stringify(req.body))\nconst help = "constructEvent(JSON.stringify(req.body))";`,
      ],
    ] as const)
      it(`accepts ${path}: ${code}`, () => assert.deepEqual(kinds(path, code), []));
  });

  describe('no signature check', () => {
    for (const [path, code, at] of [
      [
        'a.js',
        `app.post('/w', (req, res) => { const event = req.body;\n  switch (event.type) { case 'invoice.paid': pay(); } });`,
        'req.body',
      ],
      [
        'app/api/w/route.ts',
        `const { type, data } = await request.json();\nif (type === 'invoice.paid') pay(data);`,
        'await request.json()',
      ],
      [
        'a.py',
        `event = request.get_json()\nif event["type"] == "invoice.paid":\n    pay()\n`,
        'request.get_json()',
      ],
      [
        'a.py',
        `event = stripe.Event.construct_from(json.loads(payload), stripe.api_key)\nif event.type == "invoice.paid":\n    pay()\n`,
        'stripe.Event.construct_from(json.loads(payload), stripe.api_key)',
      ],
      [
        'a.rb',
        `event = JSON.parse(request.body.read)\ncase event['type']\nwhen 'invoice.paid' then pay\nend\n`,
        'JSON.parse(request.body.read)',
      ],
      [
        'a.php',
        `<?php\n$event = json_decode(file_get_contents('php://input'));\nswitch ($event->type) { case 'invoice.paid': pay(); }`,
        "json_decode(file_get_contents('php://input'))",
      ],
      [
        'a.go',
        `package a\nfunc f() { json.Unmarshal(payload, &event)\n\tswitch event.Type { case "invoice.paid": pay() } }`,
        'json.Unmarshal(payload, &event)',
      ],
      [
        'A.cs',
        `class A { void F() { var e = EventUtility.ParseEvent(json);\n if (e.Type == EventTypes.InvoicePaid) Pay(); } }`,
        'EventUtility.ParseEvent(json)',
      ],
    ] as const)
      it(`${path}: ${at}`, () => assert.deepEqual(kinds(path, code), [`unverified ${at}`]));

    for (const [path, code] of [
      [
        'a.js',
        `const event = stripe.webhooks.constructEvent(req.body, sig, s);\nif (event.type === 'invoice.paid') pay();`,
      ],
      ['a.js', `export function handle(event) { if (event.type === 'invoice.paid') pay(); }`],
      [
        'a.js',
        `const event = req.body; const ok = crypto.createHmac('sha256', s);\nif (event.type === 'invoice.paid') pay();`,
      ],
      ['a.js', `const event = req.body; go(event);`],
      ['a.js', `// const event = req.body;\nif (event.type === 'invoice.paid') pay();`],
    ] as const)
      it(`accepts ${code}`, () => assert.deepEqual(kinds(path, code), []));
  });

  describe('secrets in the code', () => {
    it('are found in literals and comments, with how to read them from the environment instead', () => {
      const found = (path: string, code: string) =>
        problems(path, code).map(
          (problem) => problem.kind === 'secret' && [problem.at, problem.fromEnvironment],
        );
      assert.deepEqual(found('a.js', `const s = '${secret}';`), [
        [`'${secret}'`, 'process.env.STRIPE_WEBHOOK_SECRET'],
      ]);
      assert.deepEqual(found('a.py', `endpoint_secret = "${secret}"\n`), [
        [`"${secret}"`, 'os.environ["STRIPE_WEBHOOK_SECRET"]'],
      ]);
      assert.deepEqual(found('a.rb', `secret = '${secret}'\n`), [
        [`'${secret}'`, 'ENV.fetch("STRIPE_WEBHOOK_SECRET")'],
      ]);
      assert.deepEqual(found('a.php', `<?php $s = '${secret}';`), [
        [`'${secret}'`, "getenv('STRIPE_WEBHOOK_SECRET')"],
      ]);
      assert.deepEqual(found('a.go', `package a\nvar s = "${secret}"`), [
        [`"${secret}"`, 'os.Getenv("STRIPE_WEBHOOK_SECRET")'],
      ]);
      assert.deepEqual(found('A.java', `class A { String s = "${secret}"; }`), [
        [`"${secret}"`, 'System.getenv("STRIPE_WEBHOOK_SECRET")'],
      ]);
      assert.deepEqual(found('A.cs', `class A { const string s = "${secret}"; }`), [
        [`"${secret}"`, 'Environment.GetEnvironmentVariable("STRIPE_WEBHOOK_SECRET")'],
      ]);
      assert.deepEqual(found('a.js', `// ${secret}\n`), [[`// ${secret}`, undefined]]);
    });

    it('are not what only looks like one', () => {
      for (const code of [
        `const s = 'whsec_...';`,
        `const s = 'whsec_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';`,
        `const s = 'whsec_your_signing_secret';`,
        `const s = 'whsec_test_secret_for_unit_tests_only';`,
        `const s = process.env.STRIPE_WEBHOOK_SECRET;`,
      ])
        assert.deepEqual(kinds('a.js', code), [], code);
    });
  });
});
