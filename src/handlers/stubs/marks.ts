/** What starts a comment that goes to the end of its line. */
export function commentMark(language: string): '//' | '#' {
  return ['python', 'ruby', 'elixir'].includes(language) ? '#' : '//';
}
