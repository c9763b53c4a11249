/** What the tests' own lines begin with in the extension host, where the workbench logs to the same place. */
export const mark = '│ ';
