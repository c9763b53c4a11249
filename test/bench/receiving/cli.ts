import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from '../../../scripts/run.mjs';
import { root } from '../../../scripts/build.ts';
