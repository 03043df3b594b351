import type { z } from "zod";
import type { directoryModelSchema } from "../../protocol/directory.ts";

/** A model that one could use, here or hosted: what its maker says of it, with where and when. */
export type DirectoryModel = z.infer<typeof directoryModelSchema>;

/** What the models of a family share, and a row for each. */
export interface Family {
  provider: string;
  family: string;
  modality: DirectoryModel["modality"];
  languages: string;
  license: string;
  /** Whose format of conversations it speaks; null: a base model, or hidden behind an endpoint. */
  template: string | null;
  tools: boolean | null;
  /** Month in which these facts were last known to be so. */
  as_of: string;
  models: readonly FamilyRow[];
}

/** `arch` is a key of src/sizing/architecture-table.ts; `repository` is on the Hugging Face hub. */
export type FamilyRow = Partial<Omit<DirectoryModel, "id" | "endpoint">> & {
  id: string;
  context: number;
  released: string;
  endpoint?: Partial<NonNullable<DirectoryModel["endpoint"]>> & { address: string; name: string };
};

/** The rows with what they share filled in. */
export function modelsOf({ models, as_of, ...shared }: Family): DirectoryModel[] {
  return models.map(({ endpoint, ...row }) => ({
    ...shared,
    title: row.id,
    arch: null,
    repository: null,
    old: false,
    use: [],
    ...row,
    endpoint: endpoint ? { price: null, key_env: null, ...endpoint } : null,
    source: {
      address:
        row.source?.address ??
        (row.repository ? `https://huggingface.co/${row.repository}` : (endpoint?.address ?? "")),
      as_of: row.source?.as_of ?? as_of,
    },
  }));
}
