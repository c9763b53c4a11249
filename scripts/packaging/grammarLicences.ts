/** Licences of what VS Code's collection of prebuilt grammars holds: all MIT, as their own packages on npm say. */

interface GrammarLicence {
  /** Package on npm whose build it is. */
  readonly name: string;
  readonly copyright: string;
}

/** By the file's name in the collection. */
export const grammarLicences: Readonly<Record<string, GrammarLicence>> = {
  'tree-sitter.js': { name: 'web-tree-sitter', copyright: '2018-2024 Max Brunsfeld' },
  'tree-sitter.wasm': { name: 'tree-sitter', copyright: '2018-2024 Max Brunsfeld' },
  'tree-sitter-c-sharp.wasm': {
    name: 'tree-sitter-c-sharp',
    copyright: '2014-2023 Max Brunsfeld, Damien Guard, Amaan Qureshi, and contributors.',
  },
  'tree-sitter-go.wasm': { name: 'tree-sitter-go', copyright: '2014 Max Brunsfeld' },
  'tree-sitter-java.wasm': { name: 'tree-sitter-java', copyright: '2017 Ayman Nadeem' },
  'tree-sitter-javascript.wasm': { name: 'tree-sitter-javascript', copyright: '2014 Max Brunsfeld' },
  'tree-sitter-php.wasm': {
    name: 'tree-sitter-php',
    copyright:
      '2017 Josh Vera, GitHub\nCopyright (c) 2019 Max Brunsfeld, Amaan Qureshi, Christian Frøystad, Caleb White',
  },
  'tree-sitter-python.wasm': { name: 'tree-sitter-python', copyright: '2016 Max Brunsfeld' },
  'tree-sitter-ruby.wasm': { name: 'tree-sitter-ruby', copyright: '2016 Rob Rix' },
  'tree-sitter-rust.wasm': { name: 'tree-sitter-rust', copyright: '2017 Maxim Sokolov' },
  'tree-sitter-tsx.wasm': { name: 'tree-sitter-typescript', copyright: '2017 Max Brunsfeld' },
  'tree-sitter-typescript.wasm': { name: 'tree-sitter-typescript', copyright: '2017 Max Brunsfeld' },
};

/** The MIT licence's text for a copyright notice. */
export function mitLicence(copyright: string): string {
  return `The MIT License (MIT)

Copyright (c) ${copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;
}
