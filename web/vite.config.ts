import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { singleFile } from "./single-file.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [react(), singleFile()],
  resolve: { alias: { "@locale": here("../src/shuke/locale") } },
  build: {
    outDir: here("../src/shuke/pages"),
    emptyOutDir: false,
    target: "es2022",
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: here("report.html"),
      output: { format: "iife" },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
