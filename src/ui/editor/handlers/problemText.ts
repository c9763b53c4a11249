import * as vscode from 'vscode';
import type { RawBodyFramework, Problem } from '../../../handlers/problem.ts';

const docs = 'https://docs.stripe.com/';

/** Where Stripe explains what a problem is about. */
export function documentationOf({ kind }: Problem): vscode.Uri {
  const page = {
    unknownType: 'api/events/types',
    absentType: 'upgrades#api-versions',
    parsedBody: 'webhooks/signature',
    unverified: 'webhooks#verify-official-libraries',
    secret: 'webhooks/best-practices#roll-endpoint-signing-secrets-periodically',
  } satisfies Record<Problem['kind'], string>;
  return vscode.Uri.parse(docs + page[kind]);
}

/** What is wrong, and what to do about it. */
export function sentenceOf(problem: Problem, apiVersion: string): string {
  switch (problem.kind) {
    case 'unknownType':
      return problem.nearest[0] === undefined
        ? vscode.l10n.t('Stripe has no event type “{0}” in API version {1}.', problem.type, apiVersion)
        : vscode.l10n.t(
            'Stripe has no event type “{0}” in API version {1}. Did you mean “{2}”?',
            problem.type,
            apiVersion,
            problem.nearest[0],
          );
    case 'absentType':
      return vscode.l10n.t(
        'API version {0}, which {1} of this app is for, has no event type “{2}” yet: update the library, or create the endpoint with a newer API version.',
        problem.apiVersion,
        problem.sdk,
        problem.type,
      );
    case 'parsedBody':
      return `${vscode.l10n.t('The signature cannot match: this is no longer the body as it was sent.')} ${adviceFor(problem.framework)}`;
    case 'unverified':
      return vscode.l10n.t(
        'Anybody can send this event: its signature is not checked. Pass the raw body, the Stripe-Signature header and the endpoint’s secret to constructEvent of your Stripe library.',
      );
    case 'secret':
      return vscode.l10n.t(
        'A signing secret stands in the code: whoever reads it can forge events. Read it from the environment, and roll it if it was committed.',
      );
  }
}

function adviceFor(framework: RawBodyFramework | undefined): string {
  switch (framework) {
    case 'express':
      return vscode.l10n.t(
        "Give this route express.raw({ type: 'application/json' }), registered before express.json().",
      );
    case 'nextApp':
      return vscode.l10n.t('Use await req.text() instead of req.json().');
    case 'nextPages':
      return vscode.l10n.t(
        'Export config = { api: { bodyParser: false } } from this file and read the request’s stream.',
      );
    case 'nest':
      return vscode.l10n.t('Create the app with { rawBody: true } and use req.rawBody.');
    case 'fastify':
      return vscode.l10n.t('Add a content type parser that keeps the buffer, and use that.');
    case 'hono':
      return vscode.l10n.t('Use await c.req.text().');
    case 'koa':
      return vscode.l10n.t('Keep the raw body, with koa-body’s includeUnparsed or raw-body, and use that.');
    case 'flask':
      return vscode.l10n.t('Use request.get_data().');
    case 'fastapi':
      return vscode.l10n.t('Use await request.body().');
    case 'django':
      return vscode.l10n.t('Use request.body.');
    case 'sinatra':
      return vscode.l10n.t('Use request.body.read.');
    case 'rails':
      return vscode.l10n.t('Use request.raw_post.');
    case 'laravel':
      return vscode.l10n.t('Use $request->getContent().');
    case 'php':
      return vscode.l10n.t("Use file_get_contents('php://input').");
    case undefined:
      return vscode.l10n.t('Give the check the bytes as they arrived.');
  }
}
