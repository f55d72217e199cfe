import type { Plugin } from "vite";
import { notices } from "./notices.ts";

/** The texts that the report writer looks for; the built page must hold each of them exactly once. */
export const MARKERS = [
  '<html lang="en">',
  "<title>Shuke</title>",
  "<!--shuke-fallback-->",
  '<script id="shuke-data" type="application/json"></script>',
];

/** Vite plugin: the page leaves the build as one file, script and style inside, so that it opens from a disk or a mail. */
export function singleFile(): Plugin {
  return {
    name: "shuke-single-file",
    enforce: "post",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const script = files.find((file) => file.type === "chunk");
      const style = files.find((file) => file.type === "asset" && file.fileName.endsWith(".css"));
      if (script?.type !== "chunk") throw new Error("the page has no script");
      for (const file of files) {
        if (file.type !== "asset" || !file.fileName.endsWith(".html")) continue;
        const sheet = style?.type === "asset" ? String(style.source) : "";
        file.source = inline(String(file.source), script.code, sheet, notices(Object.keys(script.modules)));
        checkMarkers(file.source);
      }
      for (const file of files) if (!file.fileName.endsWith(".html")) delete bundle[file.fileName];
    },
  };
}

/** Return `page` with its external script and style sheet replaced by the code itself, and `legal` as a comment. */
export function inline(page: string, script: string, style: string, legal: string): string {
  const bare = page
    .replace(/\s*<script type="module"[^>]*src="[^"]*"[^>]*><\/script>/, "")
    .replace(/\s*<link rel="stylesheet"[^>]*>/, "");
  // Replacement functions: in a replacement text, "$&" in minified code would be read as a pattern.
  return bare
    .replace("</head>", () => `  <style>${style.replaceAll("</", "<\\/")}</style>\n  </head>`)
    .replace("</body>", () => `  <script>${quiet(script)}</script>\n  </body>`)
    .replace("</html>", () => `</html>\n<!--\n${legal.replaceAll("--", "- -")}\n-->`);
}

/** Inside an inline script these two openings would end it or start an HTML comment, even within a string. */
function quiet(script: string): string {
  return script.replaceAll(/<\/(?=script)/gi, "<\\/").replaceAll("<!--", "\\x3C!--");
}

function checkMarkers(page: string): void {
  for (const marker of MARKERS) {
    const count = page.split(marker).length - 1;
    if (count !== 1) throw new Error(`the page holds ${count} times ${marker}, it must hold it once`);
  }
}
