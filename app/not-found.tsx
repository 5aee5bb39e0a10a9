import { MessagePage } from "#components/ui/message-page.tsx";

export default function NotFoundPage() {
  return (
    <MessagePage
      title="There is nothing here"
      actions={
        <a href="/" className="button button-primary">
          See all models
        </a>
      }
    >
      <p>The address may be mistyped, or it leads to something that is not shared with you.</p>
    </MessagePage>
  );
}
