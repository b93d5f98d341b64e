import * as z from "zod";
import type { PublicationName } from "../archives/archive_sources.ts";

/** Where windows come from; it is named on screen, in the record of a run and on every report. */
export interface DataSource {
  /** A published data set, or the stand-in. */
  kind: PublicationName | "synthetic";
  /** The data in words. */
  title: string;
  /** The archive or folder; undefined for synthetic windows. */
  path?: string;
  /** SHA-256 of the archive; for synthetic windows, of nothing. */
  sha256?: string;
  /**
   * What a reader must know of it, a sentence each: what is not available and was replaced, what is not as published.
   */
  notes: string[];
}

/** What a record holds of a source. */
export const dataSourceSchema: z.ZodType<DataSource> = z.object({
  kind: z.enum(["uci-har", "hapt", "synthetic"]),
  title: z.string(),
  path: z.string().optional(),
  sha256: z.string().optional(),
  notes: z.array(z.string()),
});

/** Returns one line that names a source. */
export function sourceLine({ title, path, sha256, notes }: DataSource): string {
  const place = path ? ` from ${path.split("/").at(-1)} (SHA-256 ${sha256!.slice(0, 12)}…)` : "";
  return [`Data: ${title}${place}.`, ...notes].join(" ");
}
