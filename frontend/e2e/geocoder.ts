// A geocoder that speaks the interface of the State's for files (a form with a CSV
// file, which comes back with columns added), for one invented street, and that can
// be made to wait: POST /hold, then POST /go, or POST /one for one answer.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** The street of which it knows every number: Riom, 63300. */
export const street = "rue des Essais";

const columns = [
  "longitude",
  "latitude",
  "result_score",
  "result_score_next",
  "result_label",
  "result_type",
  "result_citycode",
  "result_oldcitycode",
  "result_status",
];

/** What it says of an address, in the order of its columns. */
function answer(address: string): string {
  if (address.startsWith("Lieu douteux"))
    return "3.1200,45.8950,0.55,0.20,Rue des Doutes 63200 Riom,street,63300,,ok";
  const number = new RegExp(`^(\\d+) ${street}\\b`).exec(address)?.[1];
  // Its status says "ok" for nonsense; the score alone tells.
  if (!number) return "3.1131,45.8936,0.31,0.30,Riom,municipality,63300,,ok";
  const east = (3.11 + Number(number) * 2e-6).toFixed(6);
  return `${east},45.8940,0.97,0.41,${number} ${street} 63200 Riom,housenumber,63300,,ok`;
}

/** The file of a form, line by line: the first names its columns. */
function linesOf(form: string): string[] {
  const part = form.split("\r\n--").find((one) => one.includes('name="data"')) ?? "";
  return part
    .slice(part.indexOf("\r\n\r\n") + 4)
    .trimEnd()
    .split(/\r?\n/);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

export async function geocoder(): Promise<{ url: string; stop: () => void }> {
  let held = false;
  const waiting: (() => void)[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    if (request.url === "/hold") held = true;
    if (request.url === "/one") waiting.shift()?.();
    if (request.url === "/go") {
      held = false;
      for (const one of waiting.splice(0)) one();
    }
    if (request.url !== "/search/csv") {
      response.end();
      return;
    }
    if (held) await new Promise<void>((done) => waiting.push(done));
    const [names, ...rows] = linesOf(body);
    const address = (row: string) => row.replace(/^\d+,"?/, "");
    response.setHeader("Content-Type", "text/csv; charset=utf-8");
    response.end(
      [`${names},${columns.join(",")}`, ...rows.map((row) => `${row},${answer(address(row))}`)]
        .join("\n")
        .concat("\n"),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
