import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.MAILLAGE_BACKEND ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // Two pages: the map, and the readable API document.
    rolldownOptions: { input: { index: "index.html", docs: "docs.html" } },
    // The map library alone is a megabyte; the limit is there to notice a second one.
    chunkSizeWarningLimit: 1500,
    // An inlined font or image would need data: in the content security policy.
    assetsInlineLimit: 0,
  },
  worker: { format: "es" },
  server: {
    proxy: Object.fromEntries(
      ["/api/v1", "/api/openapi.json", "/tiles"].map((path) => [
        path,
        { target: backend, changeOrigin: true, headers: { origin: backend } },
      ]),
    ),
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"] },
});
