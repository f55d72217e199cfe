import type { Plugin } from "vite";
import { notices } from "./notices.ts";

/** What the server fills in when it hands out the page; the built page must hold each of them exactly once. */
export const SERVED_MARKERS = ['<base href="__BASE__" />', '<meta name="shuke-nonce" content="__NONCE__" />'];

/** Vite plugin: the workbench's page is called index.html, and the licences of what is inside lie beside it. */
export function served(): Plugin {
  return {
    name: "shuke-served",
    enforce: "post",
    apply: "build",
    generateBundle(_options, bundle) {
      const modules: string[] = [];
      for (const file of Object.values(bundle)) {
        if (file.type === "chunk") modules.push(...Object.keys(file.modules));
        else if (file.fileName.endsWith(".html")) {
          file.fileName = "index.html";
          checkMarkers(String(file.source));
        }
      }
      this.emitFile({ type: "asset", fileName: "licences.txt", source: notices(modules) });
    },
  };
}

function checkMarkers(page: string): void {
  for (const marker of SERVED_MARKERS) {
    const count = page.split(marker).length - 1;
    if (count !== 1)
      throw new Error(`the workbench's page holds ${count} times ${marker}, it must hold it once`);
  }
}
