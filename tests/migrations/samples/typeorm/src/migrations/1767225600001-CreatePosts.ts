import { MigrationInterface, QueryRunner, Table, TableColumn, TableForeignKey, TableIndex } from "typeorm";

export class CreatePosts1767225600001 implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.createTable(
      new Table({
        name: "authors",
        columns: [{ name: "id", type: "int", isPrimary: true, isGenerated: true, generationStrategy: "increment" }],
      }),
      true,
    );
    await queryRunner.createTable(
      new Table({
        name: "posts",
        columns: [
          { name: "id", type: "uuid", isPrimary: true, default: "gen_random_uuid()" },
          { name: "Kind", type: "enum", enum: ["a", "b"] },
          { name: "title", type: "varchar", length: "100", isNullable: true },
          { name: "authorId", type: "int", isNullable: true },
        ],
        indices: [{ name: "posts_title", columnNames: ["title"] }],
      }),
    );
    await queryRunner.createForeignKey(
      "posts",
      new TableForeignKey({
        name: "posts_author",
        columnNames: ["authorId"],
        referencedTableName: "authors",
        referencedColumnNames: ["id"],
      }),
    );
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.dropForeignKey("posts", "posts_author");
    await queryRunner.dropTable("posts");
    await queryRunner.dropTable("authors", true);
  }
}
