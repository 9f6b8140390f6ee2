import { ContainerClient } from '@azure/storage-blob';

/**
 * How the Azure Storage extension lists a container: one level at a time, 50 names a page, in alphabetical
 * order, the next page when asked for it.
 * @see https://github.com/microsoft/vscode-azurestorage/blob/main/src/tree/blob/BlobContainerTreeItem.ts
 */
export class PagedByName {
  readonly #container: ContainerClient;

  constructor(containerUrl: string) {
    this.#container = new ContainerClient(containerUrl);
  }

  /** Asks for page after page of a level until all is shown. @returns the names of the level */
  async listAll(prefix: string): Promise<string[]> {
    const names: string[] = [];
    const pages = this.#container
      .listBlobsByHierarchy('/', prefix === '' ? {} : { prefix })
      .byPage({ maxPageSize: 50 });
    for await (const page of pages) {
      names.push(...(page.segment.blobPrefixes ?? []).map(({ name }) => name));
      names.push(...page.segment.blobItems.map(({ name }) => name));
    }
    return names;
  }

  /** Opens every folder below a prefix until the files show. @returns the names of the files */
  async listFiles(prefix: string): Promise<string[]> {
    const files: string[] = [];
    for (const name of await this.listAll(prefix)) {
      if (name.endsWith('/')) files.push(...(await this.listFiles(name)));
      else files.push(name);
    }
    return files;
  }
}
