import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { nonced } from "./nonced.ts";
import { served } from "./served.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The workbench: many small files with hashed names, all found relative to the page, wherever it is served. */
export default defineConfig({
  base: "./",
  plugins: [react(), nonced(), served()],
  resolve: { alias: { "@locale": here("../src/shuke/locale") } },
  build: {
    outDir: here("../src/shuke/pages/workbench"),
    emptyOutDir: true,
    target: "es2022",
    // The page's security policy lets nothing be loaded from data: addresses but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { input: here("workbench.html") },
  },
});
