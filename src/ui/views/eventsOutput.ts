import * as vscode from 'vscode';
import { eventsLanguage } from '../../ids.ts';
import type { Delivered } from '../../delivery/dispatcher.ts';
import type { Refusal } from '../../receiver/receiver.ts';
import type { Received } from '../control/receiverControl.ts';
import { deliveredLine, eventLine, refusalLine } from './eventLine.ts';

// Often enough to look immediate, seldom enough that thousands of events a second stay one message to the window.
const flushMilliseconds = 50;

/** The events output channel: one truthful line per receipt, and one for each answer of a target. */
export class EventsOutput implements vscode.Disposable {
  #channel: vscode.OutputChannel | undefined;
  #lines: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** Adds the line of a receipt. */
  received(received: Received): void {
    this.#add(eventLine(received));
  }

  /** Adds the line of what a target answered. */
  delivered(delivered: Delivered): void {
    this.#add(deliveredLine(delivered));
  }

  /** Adds the line of a request that was turned away before it could become a receipt. */
  refused(refusal: Refusal): void {
    this.#add(refusalLine(refusal));
  }

  /** Brings the channel into view and leaves the focus where it is. */
  show(): void {
    this.#open().show(true);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#channel?.dispose();
  }

  // Made when there is something to show: activation has no use for it.
  #open(): vscode.OutputChannel {
    this.#channel ??= vscode.window.createOutputChannel('Stripe Events', eventsLanguage);
    return this.#channel;
  }

  #add(line: string): void {
    this.#lines.push(line);
    this.#timer ??= setTimeout(() => this.#flush(), flushMilliseconds);
  }

  #flush(): void {
    this.#timer = undefined;
    this.#open().append(this.#lines.map((line) => `${line}\n`).join(''));
    this.#lines = [];
  }
}
