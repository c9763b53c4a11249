/** `sbom.cdx.json`: the same in the words of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). */
import type { Component } from './components.ts';

/** What is read of `package.json`. */
export interface Product {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Gives the document. It has neither time nor serial number, so that the same package has the same one. */
export function sbom(product: Product, components: readonly Component[]): object {
  const { publisher, name, version, license } = product;
  const self = `${publisher}.${name}@${version}`;
  const parts = components.map(describe);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', 'bom-ref': self, publisher, name, version, ...licences(license) },
    },
    components: parts,
    dependencies: [{ ref: self, dependsOn: parts.map((part) => part['bom-ref']) }],
  };
}

function describe({ name, version, licence, hash, file }: Component) {
  const slash = name.indexOf('/');
  const purl = packageUrl(name, version);
  return {
    type: 'library',
    'bom-ref': file === undefined ? purl : `${purl}#${file}`,
    ...(slash > 0 && { group: name.slice(0, slash) }),
    name: name.slice(slash + 1),
    ...(version !== undefined && { version }),
    scope: 'required',
    hashes: [hash],
    ...licences(licence),
    purl,
    ...(file !== undefined && { properties: [{ name: 'stripe-webhooks:file', value: file }] }),
  };
}

/** https://github.com/package-url/purl-spec/blob/main/types/npm-definition.json: the scope's @ is encoded. */
function packageUrl(name: string, version: string | undefined): string {
  const path = name.replace(/^@/, '%40');
  return `pkg:npm/${path}${version === undefined ? '' : `@${version}`}`;
}

function licences(spdx: string) {
  return { licenses: [/[ (]/.test(spdx) ? { expression: spdx } : { license: { id: spdx } }] };
}
