import type { World } from './machine.ts';

/**
 * Kills the process of a world at its n-th operation (a request or a durable write), either before it takes effect
 * or after it did and before its answer is seen. Everything the dead process still wants to do hangs for good.
 */
export class Death {
  readonly #at: number;
  readonly #when: 'before' | 'after';
  #count = 0;
  #die: () => void = () => {};
  readonly died = new Promise<'died'>((resolve) => (this.#die = () => resolve('died')));

  constructor(world: World, at: number, when: 'before' | 'after') {
    this.#at = at;
    this.#when = when;
    world.wire.onHang = () => this.#die();
    world.wire.fate = ({ method, path }) => {
      // Read beside the v1 list, in either order: counting it would make the n-th operation a matter of chance.
      if (method === 'GET' && path.startsWith('/v2/core/event_destinations?')) return 'pass';
      const fate = this.#next();
      return fate === 'live' ? 'pass' : fate === 'before' ? 'hang-before' : 'hang-after';
    };
    world.stores.aroundWrite = (write) => {
      const fate = this.#next();
      if (fate !== 'before') write();
      if (fate === 'live') return Promise.resolve();
      this.#die();
      return new Promise(() => {});
    };
  }

  #next(): 'live' | 'before' | 'after' {
    this.#count++;
    if (this.#count < this.#at) return 'live';
    return this.#count === this.#at ? this.#when : 'before';
  }
}

/** Lets the next process of the world live. */
export function revive(world: World): void {
  world.wire.fate = () => 'pass';
  world.stores.aroundWrite = (write) => Promise.resolve(write());
}
