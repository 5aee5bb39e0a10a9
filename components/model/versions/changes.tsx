import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { VersionChange } from "#contract/version.ts";

/** In what two versions differ, in words. */
export function Changes({ changes }: { changes: VersionChange[] }) {
  return (
    <ScrollRegion label="What changed" className="mt-5 overflow-x-auto">
      <table className="w-full min-w-[28rem] table-fixed text-left text-sm">
        <thead className="text-muted">
          <tr className="border-b border-line">
            <th scope="col" className="w-28 py-2 pr-4 sm:w-48 font-normal">
              What
            </th>
            <th scope="col" className="py-2 pr-4 font-normal">
              Before
            </th>
            <th scope="col" className="py-2 font-normal">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ what, before, after }) => (
            <tr key={what} className="border-b border-line align-top">
              <th scope="row" className="py-2.5 pr-4 font-medium break-words">
                {what}
              </th>
              <td className="py-2.5 pr-4 break-words">{before ?? <Missing />}</td>
              <td className="py-2.5 break-words">{after ?? <Missing />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const Missing = () => <span className="text-muted">not there</span>;
