import type { Journal } from '../../../../src/journal/journal.ts';
import type { Pages } from '../../../../src/ui/panel/pages.ts';

/** What the panel reads of a journal, each question to be replaced by a test. */
export function pagesOf(journal: Journal): Pages {
  return {
    list: (query) => journal.list(query),
    count: (filter) => journal.count(filter),
    milestones: (filter, step) => journal.milestones(filter, step),
    runs: (limit) => journal.runs(limit),
    get: (id) => journal.get(id),
    attemptsOf: (id) => journal.attemptsOf(id),
    overTime: (filter, span) => journal.overTime(filter, span),
  };
}
