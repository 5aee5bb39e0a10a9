import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { describeInput } from "#contract/inputs/describe-declaration.ts";

/** The fields of a version's form. */
export function InputTable({ inputs }: { inputs: InputDeclaration[] }) {
  return (
    <ScrollRegion label="Table of inputs" className="overflow-x-auto">
      <table className="w-full min-w-[36rem] text-left text-sm">
        <thead className="text-muted">
          <tr className="border-b border-line">
            {["Name", "Title", "Takes", "Help"].map((heading) => (
              <th key={heading} scope="col" className="py-2 pr-6 font-normal">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inputs.map((input) => (
            <tr key={input.name} className="border-b border-line align-top">
              <th scope="row" className="code py-2.5 pr-6 font-normal">
                {input.name}
              </th>
              <td className="py-2.5 pr-6">{input.title}</td>
              <td className="py-2.5 pr-6">{describeInput(input)}</td>
              <td className="py-2.5 text-muted">{input.help ?? "none"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
