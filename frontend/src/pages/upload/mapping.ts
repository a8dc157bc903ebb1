// How the columns of a file are read, told in full: each field's column, or none.
import type { Upload } from "../../api/client";

/** Field → "#" and the column's number counted from 1; "" leaves a field alone. */
export type Mapping = Record<string, string>;

/** Read of no column: the sheet of a workbook or the layer of a map file. */
const sheet = "sheet";

/** What an upload's columns are read as now. */
export function mappingOf(upload: Pick<Upload, "columns" | "fields" | "mapping">): Mapping {
  const mapping: Mapping = {};
  for (const field of upload.fields) {
    if (field !== sheet) mapping[field] = upload.mapping[field] ?? "";
  }
  upload.columns.forEach(({ field }, i) => {
    if (field) mapping[field] = `#${i + 1}`;
  });
  if (upload.mapping[sheet]) mapping[sheet] = upload.mapping[sheet];
  return mapping;
}

/** The field that a column, counted from 0, is read as; "" for none. */
export function fieldOf(mapping: Mapping, column: number): string {
  return Object.keys(mapping).find((field) => mapping[field] === `#${column + 1}`) ?? "";
}

/** The same with a column read as a field ("": as none), which then no other column is. */
export function withColumn(mapping: Mapping, column: number, field: string): Mapping {
  const before = fieldOf(mapping, column);
  return {
    ...mapping,
    ...(before ? { [before]: "" } : {}),
    ...(field ? { [field]: `#${column + 1}` } : {}),
  };
}

/**
 * What has to be told by hand for a mapping: not what names and contents tell by
 * themselves, so that columns keep saying how they were recognised.
 */
export function toldOf(mapping: Mapping, upload: Pick<Upload, "columns">): Mapping {
  const byThemselves = new Map(
    upload.columns.map(({ field, by }, i) => [
      by === "name" || by === "content" ? field : undefined,
      `#${i + 1}`,
    ]),
  );
  return Object.fromEntries(
    Object.entries(mapping).filter(([field, column]) => byThemselves.get(field) !== column),
  );
}
