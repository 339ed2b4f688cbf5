/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "run/projector-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "run/file-error.h"
#include "run/input-file.h"
#include "run/proto-text.h"
#include "run/step-name.h"

/* Tens of thousands of embeddings. */
#define MAX_SIZE ((gsize) 16 << 20)

#define DEFAULT_TENSOR "tensors.tsv"
#define DEFAULT_LAYER "embedding"

/* What TensorFlow puts behind the name of an operation's first output. */
#define FIRST_OUTPUT ":0"

static void
embedding_clear (DgProjectorEmbedding *embedding)
{
  g_free (embedding->layer);
  g_free (embedding->tensor_path);
  g_free (embedding->metadata_path);
  g_free (embedding->sprite_path);
}

/* (transfer full) where the file is that the configuration calls @path. */
static char *
find_file (const char *folder, const char *path)
{
  g_autofree char *whole = g_canonicalize_filename (path, folder);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *beside = g_build_filename (folder, name, NULL);

  if (!g_file_test (whole, G_FILE_TEST_EXISTS) && g_file_test (beside, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&beside);
  return g_steal_pointer (&whole);
}

/* Looks for a step in the parts of a relative path, which then is @rest without it and without the file's extension. */
static gboolean
split_path (const char *path, char **rest, guint *step)
{
  g_auto (GStrv) parts = NULL;
  g_autoptr (GString) others = g_string_new (NULL);
  gboolean found = FALSE;

  if (g_path_is_absolute (path))
    return FALSE;
  parts = g_strsplit (path, "/", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *part = NULL;
      char *dot = parts[i + 1] == NULL ? strrchr (parts[i], '.') : NULL;

      if (g_str_equal (parts[i], DEFAULT_TENSOR))
        continue;
      if (dot != NULL)
        *dot = '\0';
      if (!found && dg_step_name_parse (parts[i], step))
        {
          found = TRUE;
          continue;
        }
      if (!found && dg_step_name_split (parts[i], &part, step))
        found = TRUE;
      else
        part = g_strdup (parts[i]);
      if (*part != '\0')
        g_string_append_printf (others, "%s%s", others->len > 0 ? "/" : "", part);
    }
  *rest = g_string_free (g_steal_pointer (&others), FALSE);
  return found;
}

/* Takes a step off the end of "fc1:00200". */
static gboolean
split_suffix (const char *name, char **rest, guint *step)
{
  const char *colon = strrchr (name, ':');

  if (colon == NULL || colon == name || !dg_step_name_parse (colon + 1, step))
    return FALSE;
  *rest = g_strndup (name, colon - name);
  return TRUE;
}

static gboolean
split_name (const char *name, char **rest, guint *step)
{
  if (g_str_has_suffix (name, FIRST_OUTPUT))
    {
      g_autofree char *shorter = g_strndup (name, strlen (name) - strlen (FIRST_OUTPUT));

      return dg_step_name_split (shorter, rest, step);
    }
  return split_suffix (name, rest, step) || dg_step_name_split (name, rest, step);
}

/* Sets layer and epoch by what the configuration calls the tensor and its file; both may be empty. */
static void
name_embedding (DgProjectorEmbedding *embedding, const char *name, const char *path)
{
  g_autofree char *path_rest = NULL, *name_rest = NULL;
  guint path_step, name_step;
  gboolean in_path = split_path (path, &path_rest, &path_step);
  gboolean in_name = split_name (name, &name_rest, &name_step);

  embedding->epoch = in_path ? path_step : in_name ? name_step : 1;
  if (!in_name)
    name_rest = g_strndup (name, strlen (name) - (g_str_has_suffix (name, FIRST_OUTPUT) ? strlen (FIRST_OUTPUT) : 0));
  if (*name_rest != '\0')
    embedding->layer = g_steal_pointer (&name_rest);
  else
    embedding->layer = g_strdup (path_rest != NULL && *path_rest != '\0' ? path_rest : DEFAULT_LAYER);
}

typedef struct
{
  const char *folder, *path;
  GArray *embeddings;
  gboolean in_checkpoint; /* a tensor that has no file */
} Reader;

static gboolean
read_sprite (const Reader *reader, const DgProtoMessage *message, DgProjectorEmbedding *embedding, GError **error)
{
  const DgProtoMessage *sprite = dg_proto_message_get_message (message, "sprite");
  const char *path = sprite != NULL ? dg_proto_message_get_value (sprite, "image_path") : NULL;
  guint sizes[2];

  if (path == NULL || *path == '\0')
    return TRUE;
  if (!dg_proto_message_get_sizes (sprite, "single_image_dim", 2, sizes))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->path,
                         _("the sprite of “%s” does not tell width and height of one image (single_image_dim)"),
                         embedding->layer);
      return FALSE;
    }
  embedding->sprite_path = find_file (reader->folder, path);
  embedding->sprite_width = sizes[0];
  embedding->sprite_height = sizes[1];
  return TRUE;
}

static gboolean
read_shape (const Reader *reader, const DgProtoMessage *message, DgProjectorEmbedding *embedding, GError **error)
{
  guint sizes[2];

  if (dg_proto_message_get_value (message, "tensor_shape") == NULL)
    return TRUE;
  if (!dg_proto_message_get_sizes (message, "tensor_shape", 2, sizes))
    {
      dg_set_file_error (error, DG_ERROR_FORMAT, reader->path, _("the tensor of “%s” is not of two dimensions"),
                         embedding->layer);
      return FALSE;
    }
  embedding->rows = sizes[0];
  embedding->columns = sizes[1];
  return TRUE;
}

static gboolean
read_embedding (Reader *reader, const DgProtoMessage *message, GError **error)
{
  const char *name = dg_proto_message_get_value (message, "tensor_name");
  const char *tensor = dg_proto_message_get_value (message, "tensor_path");
  const char *metadata = dg_proto_message_get_value (message, "metadata_path");
  gboolean named = tensor != NULL && *tensor != '\0', done;
  DgProjectorEmbedding embedding = { 0 };

  tensor = named ? tensor : DEFAULT_TENSOR;
  embedding.tensor_path = find_file (reader->folder, tensor);
  if (!named && !g_file_test (embedding.tensor_path, G_FILE_TEST_EXISTS))
    {
      reader->in_checkpoint = TRUE;
      embedding_clear (&embedding);
      return TRUE;
    }
  name_embedding (&embedding, name != NULL ? name : "", tensor);
  if (metadata != NULL && *metadata != '\0')
    embedding.metadata_path = find_file (reader->folder, metadata);
  done = read_sprite (reader, message, &embedding, error) && read_shape (reader, message, &embedding, error);
  g_array_append_val (reader->embeddings, embedding);
  return done;
}

static gboolean
read_embeddings (Reader *reader, const DgProtoMessage *root, GError **error)
{
  const DgProtoField *fields;
  gsize n;

  fields = dg_proto_message_get_fields (root, &n);
  for (gsize i = 0; i < n; i++)
    if (fields[i].message != NULL && strcmp (fields[i].name, "embeddings") == 0 &&
        !read_embedding (reader, fields[i].message, error))
      return FALSE;
  if (reader->embeddings->len > 0)
    return TRUE;
  if (reader->in_checkpoint)
    dg_set_file_error (error, DG_ERROR_UNSUPPORTED, reader->path,
                       _("the embeddings are in a checkpoint of TensorFlow, which is not read; a tensor needs a file of "
                         "its own (tensor_path)"));
  else
    dg_set_file_error (error, DG_ERROR_FORMAT, reader->path, _("names no embedding"));
  return FALSE;
}

/* An embedding and its number, so that sorting keeps the order of equal epochs. */
typedef struct
{
  DgProjectorEmbedding embedding;
  guint number;
} Numbered;

static int
compare_numbered (gconstpointer a, gconstpointer b)
{
  const Numbered *x = a, *y = b;

  if (x->embedding.epoch != y->embedding.epoch)
    return x->embedding.epoch < y->embedding.epoch ? -1 : 1;
  return x->number < y->number ? -1 : x->number > y->number;
}

/* (transfer full) sorted by epoch, of those of one layer and epoch the last in the place of the first. */
static GArray *
sort_embeddings (GArray *embeddings)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) numbered = g_array_new (FALSE, FALSE, sizeof (Numbered));

  for (guint i = 0; i < embeddings->len; i++)
    {
      Numbered added = { g_array_index (embeddings, DgProjectorEmbedding, i), numbered->len };
      char *key = g_strdup_printf ("%u %s", added.embedding.epoch, added.embedding.layer);
      gpointer place;

      if (g_hash_table_lookup_extended (places, key, NULL, &place))
        {
          Numbered *earlier = &g_array_index (numbered, Numbered, GPOINTER_TO_UINT (place));

          embedding_clear (&earlier->embedding);
          earlier->embedding = added.embedding;
          g_free (key);
          continue;
        }
      g_hash_table_insert (places, key, GUINT_TO_POINTER (numbered->len));
      g_array_append_val (numbered, added);
    }
  g_array_sort (numbered, compare_numbered);
  g_array_set_clear_func (embeddings, NULL);
  g_array_set_size (embeddings, 0);
  g_array_set_clear_func (embeddings, (GDestroyNotify) embedding_clear);
  for (guint i = 0; i < numbered->len; i++)
    g_array_append_val (embeddings, g_array_index (numbered, Numbered, i).embedding);
  return g_array_ref (embeddings);
}

GArray *
dg_projector_config_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DG_PROJECTOR_CONFIG_FILE, NULL);
  g_autofree char *whole = g_canonicalize_filename (folder, NULL);
  g_autoptr (GBytes) bytes = dg_read_file (path, error);
  g_autoptr (GArray) embeddings = g_array_new (FALSE, FALSE, sizeof (DgProjectorEmbedding));
  g_autoptr (DgProtoMessage) root = NULL;
  Reader reader = { whole, path, embeddings };
  const char *text;
  gsize size;

  if (bytes == NULL)
    return NULL;
  g_array_set_clear_func (embeddings, (GDestroyNotify) embedding_clear);
  text = g_bytes_get_data (bytes, &size);
  if (size > MAX_SIZE)
    dg_set_file_error (error, DG_ERROR_UNSUPPORTED, path, _("is too large for a list of embeddings"));
  else
    root = dg_proto_text_parse (path, text != NULL ? text : "", size, error);
  return root != NULL && read_embeddings (&reader, root, error) ? sort_embeddings (embeddings) : NULL;
}
