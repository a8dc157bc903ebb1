// Fails when src/api/schema.gen.ts is not what ../api/openapi.yaml generates.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "maillage-schema-"));
try {
  const fresh = join(folder, "schema.ts");
  execFileSync("npx", ["openapi-typescript", "../api/openapi.yaml", "-o", fresh], {
    stdio: "pipe",
  });
  if (readFileSync(fresh, "utf8") !== readFileSync("src/api/schema.gen.ts", "utf8")) {
    process.stderr.write(
      "src/api/schema.gen.ts is behind ../api/openapi.yaml: run `npm run generate`.\n",
    );
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
