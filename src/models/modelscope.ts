import { z } from "zod";

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether `hf:` references mean ModelScope's copies of the repositories: the variable is the one that ms-swift and vLLM know. */
export function usesModelScope(environment: Environment = process.env): boolean {
  return /^(1|true|yes|on)$/i.test(environment.USE_MODELSCOPE_HUB ?? "");
}

/** ModelScope's address, or the one of a mirror or of its international site. */
export function modelScopeEndpoint(environment: Environment = process.env): string {
  const domain = environment.MODELSCOPE_DOMAIN || "modelscope.cn";
  return (/^https?:\/\//.test(domain) ? domain : `https://${domain}`).replace(/\/+$/, "");
}

/** Its main branch has another name. */
export function modelScopeRevision(revision: string): string {
  return revision === "main" ? "master" : revision;
}

export function modelScopeList(repository: string, revision: string): string {
  const query = new URLSearchParams({ Revision: modelScopeRevision(revision), Recursive: "true" });
  return `${modelScopeEndpoint()}/api/v1/models/${repository}/repo/files?${query}`;
}

/** What the list of a repository's files holds of each, hashes of large ones included. */
export const modelScopeListSchema = z.object({
  Data: z.object({
    Files: z.array(
      z.object({
        Path: z.string(),
        Type: z.string(),
        Sha256: z.string().nullable().catch(null).default(null),
      }),
    ),
  }),
});
