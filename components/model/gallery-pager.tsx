import type { Gallery, GalleryQuery } from "#contract/gallery.ts";

type GalleryPagerProps = { query: GalleryQuery; gallery: Gallery };

/** Links to the pages beside this one, where there are any. */
export function GalleryPager({ query, gallery: { page, pages, found } }: GalleryPagerProps) {
  if (pages === 1) return null;
  const href = (to: number) =>
    `/?${new URLSearchParams({ q: query.q, sort: query.sort, page: String(to) })}`;
  return (
    <nav aria-label="Pages" className="mt-8 flex flex-wrap items-center gap-3">
      {page > 1 && (
        <a href={href(page - 1)} rel="prev" className="button">
          Previous
        </a>
      )}
      {page < pages && (
        <a href={href(page + 1)} rel="next" className="button">
          Next
        </a>
      )}
      <p className="text-muted">
        Page {page} of {pages}, {found} models
      </p>
    </nav>
  );
}
