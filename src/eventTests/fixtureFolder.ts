/** The folder, within a workspace folder, that holds its event fixtures. */
export const fixtureFolder = ['.stripe', 'fixtures'] as const;
