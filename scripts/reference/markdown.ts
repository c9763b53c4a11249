/** Tables in Markdown. */

/** A table of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text as code in a cell. */
export function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}

/** VS Code's Markdown in a cell: on one line, settings as code, commands as words. */
export function cell(text: string): string {
  return text
    .replace(/`#([\w.]+)#`/g, '`$1`')
    .replace(/\[([^\]]+)\]\(command:[^)]*\)/g, '$1')
    .replace(/\s*\n+\s*/g, ' ')
    .replaceAll('|', '\\|');
}
