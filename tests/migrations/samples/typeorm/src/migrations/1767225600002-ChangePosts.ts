import { MigrationInterface, QueryRunner, TableColumn, TableIndex } from "typeorm";

export class ChangePosts implements MigrationInterface {
  name = "ChangePosts1767225600002";

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.addColumn("posts", new TableColumn({ name: "state", type: "enum", enum: ["x"], default: "'x'" }));
    await queryRunner.changeColumn("posts", "title", new TableColumn({ name: "title", type: "text", isNullable: true }));
    await queryRunner.createIndex("posts", new TableIndex({ name: "posts_state", columnNames: ["state"], isUnique: true }));
    await queryRunner.renameColumn("posts", "authorId", "writerId");
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.renameColumn("posts", "writerId", "authorId");
    await queryRunner.dropIndex("posts", "posts_state");
    await queryRunner.changeColumn(
      "posts",
      "title",
      new TableColumn({ name: "title", type: "varchar", length: "100", isNullable: true }),
    );
    await queryRunner.dropColumn("posts", "state");
  }
}
