import type { Plugin } from "vite";

const INJECTOR = "@rc-component/util/es/Dom/dynamicCSS.js";
const WITHOUT = /(?<![\w.])csp\?\.nonce/g;
const WITH = `(csp?.nonce ?? document.querySelector('meta[name="shuke-nonce"]')?.content)`;

/**
 * Vite plugin: styles that components put into the page while it runs carry the page's nonce.
 *
 * The components' own setting for it does not reach the few that measure a scroll bar or stop the page behind a dialog
 * from scrolling; the page's security policy would refuse their styles.
 */
export function nonced(): Plugin {
  return {
    name: "shuke-nonced",
    transform(code, id) {
      if (!id.replaceAll("\\", "/").includes(INJECTOR)) return null;
      if (code.search(WITHOUT) < 0) throw new Error(`${INJECTOR} sets the nonce in another way now`);
      return { code: code.replaceAll(WITHOUT, WITH), map: null };
    },
  };
}
