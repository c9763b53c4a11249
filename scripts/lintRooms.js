import { dirname, relative, resolve, sep } from 'node:path';

/**
 * An ESLint rule that holds the rooms' arrows: a file in `src/<room>/` may import other rooms only as `arrows` lists,
 * only through their doors (their top-level files), and `vscode` only where `editor` says so.
 * It resolves paths, because a sub-folder may well carry a room's name (`src/ui/commands/sandbox/`).
 */
export const rooms = {
  meta: { type: 'problem', schema: [{ type: 'object' }] },
  create(context) {
    const [{ root, arrows, editor, editorOnly }] = context.options;
    const [room] = relative(root, context.filename).split(sep);
    const inRoom = room in arrows;
    const mayEdit = editor.includes(room);

    function check(node, source) {
      const report = (message) => context.report({ node, message });
      if (source === 'vscode' && !mayEdit)
        report('Only src/ui, src/extension.ts and src/parts.ts know the editor.');
      if (!inRoom || !source.startsWith('.')) return;
      const [target, ...inside] = relative(root, resolve(dirname(context.filename), source)).split(sep);
      if (target === room) return;
      if (editorOnly.includes(target) && !mayEdit)
        report(`Only src/ui, src/extension.ts and src/parts.ts may import ${target}.`);
      if (!(target in arrows)) return;
      if (!arrows[room].includes(target)) report(`The room "${room}" may not import the room "${target}".`);
      else if (inside.length > 1) report(`Only the top-level files of "${target}" are its door.`);
    }

    const literal = (node) => typeof node.source?.value === 'string' && check(node, node.source.value);
    return {
      ImportDeclaration: literal,
      ImportExpression: literal,
      ExportNamedDeclaration: literal,
      ExportAllDeclaration: literal,
    };
  },
};
