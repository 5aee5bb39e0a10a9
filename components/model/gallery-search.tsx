import { Icon } from "#components/ui/icon.tsx";
import type { GalleryQuery } from "#contract/gallery.ts";

const orders: { sort: GalleryQuery["sort"]; title: string }[] = [
  { sort: "name", title: "By name" },
  { sort: "runs", title: "Most run" },
  { sort: "new", title: "Newest" },
];

/** A form that puts what is looked for into the address, so that it works without scripts. */
export function GallerySearch({ query }: { query: GalleryQuery }) {
  return (
    <search className="mt-10">
      <form className="flex flex-wrap gap-3">
        <label htmlFor="gallery-q" className="sr-only">
          Search the models
        </label>
        <input
          id="gallery-q"
          name="q"
          type="search"
          defaultValue={query.q}
          placeholder="Search the models"
          maxLength={200}
          className="field min-h-11 max-w-md grow basis-56 px-3.5"
        />
        <label htmlFor="gallery-sort" className="sr-only">
          Order
        </label>
        <select
          id="gallery-sort"
          name="sort"
          defaultValue={query.sort}
          className="field min-h-11 w-auto px-3"
        >
          {orders.map(({ sort, title }) => (
            <option key={sort} value={sort}>
              {title}
            </option>
          ))}
        </select>
        <button type="submit" className="button min-h-11">
          <Icon name="search" />
          Search
        </button>
      </form>
    </search>
  );
}
