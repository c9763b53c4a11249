import * as vscode from 'vscode';
import { handles, type Handler } from '../../handlers/handler.ts';
import { mask, type SigningSecrets } from '../../stripe/signingSecrets.ts';
import type { WorkspaceHandlers } from '../control/workspaceHandlers.ts';
import type { EndpointNode, EventTypeNode, SecretNode } from './endpointNodes.ts';

type Child = SecretNode | EventTypeNode;

/**
 * The rows under the endpoints: secrets and event types, each type with its handlers in the workspace. Handlers are
 * looked for once an endpoint is expanded, and the rows shown anew when they are found.
 */
export class EndpointChildren implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<EventTypeNode>();
  /** A row whose handlers are known now. */
  readonly onDidChange = this.#changed.event;
  readonly #secrets: SigningSecrets;
  readonly #handlers: WorkspaceHandlers;
  readonly #subscription: vscode.Disposable;
  /** The rows as they were given out: VS Code knows a row by its object. */
  readonly #given = new Map<EndpointNode, readonly Child[]>();

  constructor(secrets: SigningSecrets, handlers: WorkspaceHandlers) {
    this.#secrets = secrets;
    this.#handlers = handlers;
    this.#subscription = handlers.onDidChange((eventTypes) => this.#show(eventTypes));
  }

  /** The rows under an endpoint, the secrets first. */
  async of(node: EndpointNode): Promise<Child[]> {
    const rows = [...(await this.#secretsOf(node)), ...eventTypesOf(node)];
    const before = this.#given.get(node) ?? [];
    const kept = rows.map((row) => before.find((known) => isSame(known, row)) ?? row);
    this.#given.set(node, kept);
    void this.#lookForHandlers(kept.filter(isEventType));
    return kept;
  }

  /** The handlers of a row's event type; undefined until they were looked for. */
  handlersOf({ type }: EventTypeNode): readonly Handler[] | undefined {
    return type === '*' ? undefined : this.#handlers.known(type);
  }

  /** Forgets the rows of endpoints that are not shown any more. */
  keepOnly(shown: readonly EndpointNode[]): void {
    for (const node of this.#given.keys()) if (!shown.includes(node)) this.#given.delete(node);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #secretsOf(parent: EndpointNode): Promise<readonly SecretNode[]> {
    const { connection, endpoint } = parent;
    if (endpoint.kind !== 'webhook') return [];
    const secrets = await this.#secrets.getAll(connection.id, endpoint.id);
    const masked: readonly (string | undefined)[] = secrets.length > 0 ? secrets.map(mask) : [undefined];
    return masked.map((one, position) => ({ kind: 'secret', parent, position, masked: one }));
  }

  /** Shows the rows of event types anew, or all of them. */
  #show(eventTypes: ReadonlySet<string> | undefined): void {
    const changed = [...(eventTypes ?? [])].map((eventType) => ({ eventType }));
    for (const row of [...this.#given.values()].flat().filter(isEventType))
      if (!eventTypes || changed.some((one) => handles(one, row.type))) this.#changed.fire(row);
  }

  async #lookForHandlers([first]: readonly EventTypeNode[]): Promise<void> {
    if (!first || !vscode.workspace.workspaceFolders?.length || this.#handlers.known(first.type)) return;
    // Code that can't be read leaves the rows as they are; whoever asks for a handler hears why.
    const found = await this.#handlers.of(first.type).catch(() => undefined);
    if (found) this.#show(undefined);
  }
}

function eventTypesOf(parent: EndpointNode): readonly EventTypeNode[] {
  return parent.endpoint.events.map((type) => ({ kind: 'eventType', type, parent }));
}

function isEventType(row: Child): row is EventTypeNode {
  return row.kind === 'eventType';
}

function isSame(one: Child, other: Child): boolean {
  return one.kind === 'eventType'
    ? other.kind === 'eventType' && other.type === one.type
    : other.kind === 'secret' && other.position === one.position && other.masked === one.masked;
}
